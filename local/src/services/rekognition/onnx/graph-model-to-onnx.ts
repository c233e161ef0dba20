import { createGraphBuilder, type GraphBuilder } from './graph-builder.ts';
import type { GraphModel, GraphModelNode } from './read-graph-model.ts';
import { floatBytes, int64Bytes, writeOnnx } from './write-onnx.ts';

/** The name of the converted network's input. */
export const PICTURE = 'picture';

const TO_NCHW = [0, 3, 1, 2];
const TO_NHWC = [0, 2, 3, 1];

/**
 * The part of a fully convolutional TensorFlow.js network that `outputs` need, as an ONNX model for pictures of any
 * size: RGB, three bytes per pixel. `channels` are those of each output, which is NHWC.
 */
export const graphModelToOnnx = (
  model: GraphModel,
  outputs: Record<string, number>,
): Uint8Array => {
  const graph = createGraphBuilder();
  const values = new Map<string, string>();
  const converted = (name: string): string => {
    const value = values.get(name) ?? convert(graph, nodeNamed(model, name), { model, converted });
    values.set(name, value);
    return value;
  };
  for (const name of Object.keys(outputs))
    graph.transpose(converted(name), TO_NHWC, outputNamed(name));
  return writeOnnx({
    ...graph,
    inputs: [{ name: PICTURE, type: 'uint8', shape: [1, 'height', 'width', 3] }],
    outputs: Object.entries(outputs).map(([name, channels]) => ({
      name: outputNamed(name),
      type: 'float32',
      shape: [1, 'rows', 'columns', channels],
    })),
  });
};

/** The name of a network output in the ONNX model. */
export const outputNamed = (name: string) => `${name}/nhwc`;

type Context = { model: GraphModel; converted: (name: string) => string };

const convert = (graph: GraphBuilder, node: GraphModelNode, context: Context): string => {
  const { model, converted } = context;
  const [first = '', second = ''] = node.inputs;
  switch (node.op) {
    case 'Placeholder':
      return graph.transpose(graph.cast(PICTURE, 'float32'), TO_NCHW);
    case 'Const':
      return channelWise(graph, model, node.name);
    case '_FusedConv2D':
    case 'Conv2D':
      return convolution(graph, node, { ...context, perm: [3, 2, 0, 1], isDepthwise: false });
    case 'FusedDepthwiseConv2dNative':
    case 'DepthwiseConv2dNative':
      return convolution(graph, node, { ...context, perm: [2, 3, 0, 1], isDepthwise: true });
    case 'Mul':
    case 'Add':
      return graph.node(node.op, [converted(first), converted(second)]);
    case 'Relu':
    case 'Sigmoid':
    case 'Identity':
      return graph.node(node.op, [converted(first)]);
    case 'Relu6':
      return relu6(graph, converted(first));
    case 'Mean':
      return graph.node('GlobalAveragePool', [converted(first)]);
    case 'ConcatV2':
      return graph.node('Concat', node.inputs.slice(0, -1).map(converted), { axis: 1 });
    case 'ResizeBilinear':
      return twiceAsLarge(graph, converted(first));
    default:
      throw new Error(`The operator ${node.op} is not known here`);
  }
};

type Kernel = Context & { perm: number[]; isDepthwise: boolean };

// TensorFlow has HWIO, for a depthwise convolution HWO1; ONNX has OIHW.
const convolution = (graph: GraphBuilder, node: GraphModelNode, kernel: Kernel) => {
  const { model, converted, perm, isDepthwise } = kernel;
  const [input = '', weights = '', ...bias] = node.inputs;
  const { shape } = weightNamed(model, weights);
  const inputs = [
    converted(input),
    graph.transpose(constant(graph, model, weights), perm),
    ...bias.map((name) => constant(graph, model, name)),
  ];
  const sums = graph.node('Conv', inputs, {
    auto_pad: node.padding === 'SAME' ? 'SAME_UPPER' : 'VALID',
    strides: node.strides,
    group: isDepthwise ? (shape[2] ?? 1) : 1,
  });
  return node.fused.reduce((value, step) => {
    if (step === 'BiasAdd') return value;
    return step === 'Relu6' ? relu6(graph, value) : graph.node(step, [value]);
  }, sums);
};

const relu6 = (graph: GraphBuilder, value: string) => {
  const [least = '', most = ''] = [0, 6].map((limit) =>
    graph.constant('float32', [], floatBytes(limit)),
  );
  return graph.node('Clip', [value, least, most]);
};

// All of the network's resizing doubles its maps; the original sets their size instead of the factor.
const twiceAsLarge = (graph: GraphBuilder, value: string) =>
  graph.node('Resize', [value, '', graph.constant('float32', [4], floatBytes(1, 1, 2, 2))], {
    mode: 'linear',
    coordinate_transformation_mode: 'asymmetric',
  });

// A value per channel: the last side of TensorFlow's maps, the second of ONNX's.
const channelWise = (graph: GraphBuilder, model: GraphModel, name: string) => {
  const value = constant(graph, model, name);
  const { shape } = weightNamed(model, name);
  if (shape.length === 0) return value;
  if (shape.length !== 1) throw new Error(`${name} is no value a channel`);
  const sides = graph.constant('int64', [3], int64Bytes(shape[0] ?? 1, 1, 1));
  return graph.node('Reshape', [value, sides]);
};

const constant = (graph: GraphBuilder, model: GraphModel, name: string) => {
  const { type, shape, bytes } = weightNamed(model, name);
  const value = graph.constant(type, shape, bytes);
  return type === 'float16' ? graph.cast(value, 'float32') : value;
};

const weightNamed = ({ weights }: GraphModel, name: string) => {
  const weight = weights.get(name);
  if (!weight) throw new Error(`The network has no weights called ${name}`);
  return weight;
};

const nodeNamed = ({ nodes }: GraphModel, name: string) => {
  const node = nodes.get(name);
  if (!node) throw new Error(`The network has no node called ${name}`);
  return node;
};
