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

// Where the network scales its maps up, in the order of the graph: the frame's size divided by these.
const UPSAMPLING_STRIDES = [16, 8, 4];

/** The published network, which is fixed to 512x512 pixels, rewritten for frames of another size. */
export const centerNetFor = (size: FrameSize): io.ModelArtifacts => {
  const { modelTopology, weightsManifest } = v.parse(
    ModelFile,
    JSON.parse(modelFile('json').toString()),
  );
  const targets = UPSAMPLING_STRIDES.map((stride) => upsamplingTarget(stride, size));
  return {
    modelTopology: {
      ...modelTopology,
      node: [...forSize(modelTopology.node, size), ...targets.map(({ node }) => node)],
    },
    weightSpecs: [
      ...weightsManifest.flatMap(({ weights }) => weights),
      ...targets.map(({ node }) => ({ name: node.name, shape: [2], dtype: 'int32' as const })),
    ],
    weightData: [toArrayBuffer(modelFile('bin')), ...targets.map(({ pixels }) => pixels)],
  };
};

// The package has no Node entry for its models folder, and its code (which would start a second tfjs) is
// not wanted here: only its place is.
const modelFile = (extension: string) =>
  readFileSync(
    new URL(`../models/centernet.${extension}`, import.meta.resolve('@vladmandic/human')),
  );

const upsamplingTarget = (stride: number, { width, height }: FrameSize) => ({
  node: { name: targetName(stride), op: 'Const', attr: { dtype: { type: 'DT_INT32' } } },
  pixels: Int32Array.of(height / stride, width / stride).buffer,
});

const targetName = (stride: number | undefined) => `upsampling_target_${stride ?? ''}`;

const forSize = (nodes: Node[], { width, height }: FrameSize): Node[] => {
  const strides = UPSAMPLING_STRIDES.values();
  const dim = [1, height, width, 3].map((side) => ({ size: String(side) }));
  return nodes.map((node) => {
    if (node.op === 'Placeholder') return { ...node, attr: { shape: { shape: { dim } } } };
    if (node.op !== 'ResizeBilinear') return node;
    return {
      ...node,
      input: [...(node.input ?? []).slice(0, 1), targetName(strides.next().value)],
    };
  });
};

const toArrayBuffer = ({ buffer, byteOffset, byteLength }: Buffer<ArrayBuffer>) =>
  buffer.slice(byteOffset, byteOffset + byteLength);
