import {
  castTo,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxTensor,
  type OnnxType,
} from './write-onnx.ts';

export type GraphBuilder = ReturnType<typeof createGraphBuilder>;

/** Collects nodes and constants; each call returns the name of what it adds. The runtime folds constants. */
export const createGraphBuilder = () => {
  const nodes: OnnxGraph['nodes'] = [];
  const constants: OnnxTensor[] = [];

  const constant = (
    type: OnnxType,
    shape: number[],
    bytes: Uint8Array,
    name = `c${constants.length}`,
  ) => {
    constants.push({ name, type, shape, bytes });
    return name;
  };
  const node = (
    op: string,
    inputs: string[],
    attributes: Record<string, OnnxAttribute> = {},
    { name = `n${nodes.length}`, domain }: { name?: string; domain?: 'com.microsoft' } = {},
  ) => {
    nodes.push({ op, inputs, outputs: [name], attributes, ...(domain && { domain }) });
    return name;
  };
  const cast = (input: string, type: OnnxType, name?: string) =>
    node('Cast', [input], { to: castTo(type) }, name === undefined ? {} : { name });
  const transpose = (input: string, perm: number[], name?: string) =>
    node('Transpose', [input], { perm }, name === undefined ? {} : { name });

  return { nodes, constants, constant, node, cast, transpose };
};
