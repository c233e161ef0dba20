import * as v from 'valibot';

const Attributes = v.object({
  padding: v.optional(v.object({ s: v.string() })),
  strides: v.optional(v.object({ list: v.object({ i: v.array(v.string()) }) })),
  fused_ops: v.optional(v.object({ list: v.object({ s: v.array(v.string()) }) })),
});

const Node = v.object({
  name: v.string(),
  op: v.string(),
  input: v.optional(v.array(v.string()), []),
  attr: v.optional(Attributes, {}),
});

const Weight = v.object({
  name: v.string(),
  shape: v.array(v.number()),
  dtype: v.picklist(['float32', 'int32']),
  quantization: v.optional(v.object({ dtype: v.literal('float16') })),
});

const ModelFile = v.object({
  modelTopology: v.object({ node: v.array(Node) }),
  weightsManifest: v.array(v.object({ weights: v.array(Weight) })),
});

export type GraphModelNode = {
  name: string;
  op: string;
  inputs: string[];
  padding: string;
  /** Down and to the right. */
  strides: number[];
  /** What a convolution does after its sums, in order. */
  fused: string[];
};

export type GraphModelWeight = {
  shape: number[];
  type: 'float16' | 'float32' | 'int32';
  bytes: Uint8Array;
};

export type GraphModel = {
  nodes: Map<string, GraphModelNode>;
  weights: Map<string, GraphModelWeight>;
};

const BYTES = { float16: 2, float32: 4, int32: 4 };

/** A network in the format of TensorFlow.js: its `model.json`, and the weights beside it. */
export const readGraphModel = (json: Uint8Array, weightBytes: Uint8Array): GraphModel => {
  const file = v.parse(ModelFile, JSON.parse(Buffer.from(json).toString()));
  const weights = new Map<string, GraphModelWeight>();
  let at = 0;
  for (const { name, shape, dtype, quantization } of file.weightsManifest.flatMap(
    (group) => group.weights,
  )) {
    const type = quantization?.dtype ?? dtype;
    const end = at + BYTES[type] * shape.reduce((product, side) => product * side, 1);
    weights.set(name, { shape, type, bytes: weightBytes.subarray(at, end) });
    at = end;
  }
  return {
    nodes: new Map(file.modelTopology.node.map((node) => [node.name, nodeOf(node)])),
    weights,
  };
};

const nodeOf = ({ name, op, input, attr }: v.InferOutput<typeof Node>): GraphModelNode => ({
  name,
  op,
  inputs: input,
  padding: fromBase64(attr.padding?.s ?? ''),
  strides: (attr.strides?.list.i ?? []).slice(1, 3).map(Number),
  fused: (attr.fused_ops?.list.s ?? []).map(fromBase64),
});

const fromBase64 = (text: string) => Buffer.from(text, 'base64').toString();
