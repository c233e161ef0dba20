import { readFileSync } from 'node:fs';
import type { io } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import type { FrameSize } from './heat-maps.ts';

const Node = v.looseObject({
  name: v.string(),
  op: v.string(),
  input: v.optional(v.array(v.string())),
});
type Node = v.InferOutput<typeof Node>;

const Weight = v.object({
  name: v.string(),
  shape: v.array(v.number()),
  dtype: v.picklist(['float32', 'int32']),
  quantization: v.exactOptional(v.object({ dtype: v.literal('float16') })),
});

const ModelFile = v.object({
  modelTopology: v.looseObject({ node: v.array(Node) }),
  weightsManifest: v.array(v.object({ weights: v.array(Weight) })),
});

// The first of the places where the network scales its maps up has the frame's size divided by this, each
// next one twice as much.
const FIRST_STRIDE = 16;

/** The published network, which is fixed to 512x512 pixels, rewritten for frames of another size. */
export const centerNetFor = (size: FrameSize): io.ModelArtifacts => {
  const file = v.parse(ModelFile, JSON.parse(modelFile('json').toString()));
  const { node: nodes, ...topology } = file.modelTopology;
  const targets = nodes.filter(isUpsampling).map(targetFor(size));
  return {
    modelTopology: {
      ...topology,
      node: [...nodes.map(resized(size)), ...targets.map(({ node }) => node)],
    },
    weightSpecs: [
      ...file.weightsManifest.flatMap(({ weights }) => weights),
      ...targets.map(({ node }) => ({ name: node.name, shape: [2], dtype: 'int32' as const })),
    ],
    weightData: [toArrayBuffer(modelFile('bin')), ...targets.map(({ pixels }) => pixels)],
  };
};

// The package exports its code, which would start a second tfjs, and not its models: only its place is used.
const modelFile = (extension: string) =>
  readFileSync(
    new URL(`../models/centernet.${extension}`, import.meta.resolve('@vladmandic/human')),
  );

const isUpsampling = ({ op }: Node) => op === 'ResizeBilinear';

const targetFor =
  ({ width, height }: FrameSize) =>
  (upsampling: Node, index: number) => {
    const stride = FIRST_STRIDE / 2 ** index;
    return {
      node: { name: targetName(upsampling), op: 'Const', attr: { dtype: { type: 'DT_INT32' } } },
      pixels: Int32Array.of(height / stride, width / stride).buffer,
    };
  };

const targetName = ({ name }: Node) => `${name}/target`;

const resized =
  ({ width, height }: FrameSize) =>
  (node: Node): Node => {
    if (isUpsampling(node)) {
      const [maps = ''] = node.input ?? [];
      return { ...node, input: [maps, targetName(node)] };
    }
    if (node.op !== 'Placeholder') return node;
    const dim = [1, height, width, 3].map((side) => ({ size: String(side) }));
    return { ...node, attr: { shape: { shape: { dim } } } };
  };

const toArrayBuffer = ({ buffer, byteOffset, byteLength }: Buffer<ArrayBuffer>) =>
  buffer.slice(byteOffset, byteOffset + byteLength);
