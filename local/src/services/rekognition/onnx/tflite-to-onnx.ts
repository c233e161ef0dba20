import { createGraphBuilder, type GraphBuilder } from './graph-builder.ts';
import type { TfliteModel, TfliteOperator, TfliteTensor } from './read-tflite.ts';
import { floatBytes, int64Bytes, writeOnnx } from './write-onnx.ts';

/** The names of the model's only input and, in order, of its outputs. */
export const PICTURE = 'picture';
export const outputName = (index: number) => `output${index}`;

const TO_NCHW = [0, 3, 1, 2];
const TO_NHWC = [0, 2, 3, 1];

/**
 * The TensorFlow Lite model as an ONNX model, with the same quantisation. The input is as in the file (NHWC); outputs
 * are float32. Internally, maps are NCHW, as ONNX's operators require.
 */
export const tfliteToOnnx = (model: TfliteModel): Uint8Array => {
  const graph = createGraphBuilder();
  const [first] = model.inputs.map((index) => tensorAt(model, index));
  if (!first || model.inputs.length !== 1) throw new Error('The model does not take one picture');
  const values = new Map([[model.inputs[0], graph.transpose(PICTURE, TO_NCHW)]]);
  const nameOf = (index: number) => {
    const name = values.get(index) ?? constantOf(graph, tensorAt(model, index));
    values.set(index, name);
    return name;
  };
  for (const operator of model.operators) {
    const inputs = operator.inputs.map((index) => ({
      ...tensorAt(model, index),
      name: nameOf(index),
    }));
    const [output] = operator.outputs.map((index) => tensorAt(model, index));
    if (output) values.set(operator.outputs[0], convert(graph, operator, { inputs, output }));
  }
  const outputs = model.outputs.map((index, place) => {
    const { quantization, shape } = tensorAt(model, index);
    const name = outputName(place);
    const value = nameOf(index);
    if (quantization)
      graph.node('DequantizeLinear', [value, ...quantizationOf(graph, quantization)], {}, { name });
    else graph.node('Identity', [value], {}, { name });
    return { name, type: 'float32' as const, shape };
  });
  return writeOnnx({ ...graph, inputs: [{ ...first, name: PICTURE }], outputs });
};

type Named = TfliteTensor & { name: string };
type Ends = { inputs: Named[]; output: TfliteTensor };

const convert = (graph: GraphBuilder, operator: TfliteOperator, ends: Ends): string => {
  const [input] = ends.inputs;
  if (!input) throw new Error(`${operator.op} without an input`);
  switch (operator.op) {
    case 'CONV_2D':
    case 'DEPTHWISE_CONV_2D':
      return convolution(graph, operator, ends);
    case 'MAX_POOL_2D':
      return graph.node('MaxPool', [input.name], windowOf(operator));
    case 'AVERAGE_POOL_2D':
      return averagePool(graph, operator, ends);
    case 'CONCATENATION':
      return concatenation(graph, operator.axis, ends);
    case 'RESHAPE':
      return reshape(graph, input, ends.output.shape);
    case 'ADD':
      return graph.node(
        'Add',
        ends.inputs.map(({ name }) => name),
      );
    case 'DEQUANTIZE':
      return graph.cast(input.name, 'float32');
  }
};

type Convolution = Extract<TfliteOperator, { activation: unknown }>;

const convolution = (graph: GraphBuilder, operator: Convolution, { inputs, output }: Ends) => {
  const [input, weights, bias] = inputs;
  if (!input || !weights || !bias) throw new Error(`${operator.op} without weights`);
  const isDepthwise = operator.op === 'DEPTHWISE_CONV_2D';
  // TensorFlow Lite has OHWI, for a depthwise convolution 1HWO; ONNX has OIHW.
  const kernel = graph.transpose(weights.name, isDepthwise ? [3, 0, 1, 2] : TO_NCHW);
  const attributes = {
    auto_pad: operator.padding,
    strides: operator.strides,
    group: isDepthwise ? (weights.shape[3] ?? 1) : 1,
  };
  if (!output.quantization)
    return activate(
      graph,
      graph.node('Conv', [input.name, kernel, bias.name], attributes),
      operator,
    );
  // The range of a quantised output is that of its activation.
  return graph.node(
    'QLinearConv',
    [
      ...quantizedInput(graph, input),
      ...quantizedInput(graph, { ...weights, name: kernel }),
      ...quantizationOf(graph, output.quantization),
      bias.name,
    ],
    attributes,
  );
};

const activate = (graph: GraphBuilder, value: string, { activation }: Convolution) => {
  if (activation === 'none') return value;
  if (activation === 'relu') return graph.node('Relu', [value]);
  if (activation === 'relu_n1') throw new Error('Activation relu_n1 is not known here');
  const [least, most] = [0, 6].map((limit) => graph.constant('float32', [], floatBytes(limit)));
  return graph.node('Clip', [value, least ?? '', most ?? '']);
};

const averagePool = (
  graph: GraphBuilder,
  operator: Extract<TfliteOperator, { size: unknown }>,
  { inputs: [input], output }: Ends,
) => {
  if (!input || !output.quantization) throw new Error('Only quantised averages are known here');
  return graph.node(
    'QLinearAveragePool',
    [...quantizedInput(graph, input), ...quantizationOf(graph, output.quantization)],
    windowOf(operator),
    { domain: 'com.microsoft' },
  );
};

const windowOf = ({ padding, strides, size }: Extract<TfliteOperator, { size: unknown }>) => ({
  auto_pad: padding,
  kernel_shape: size,
  strides,
});

const concatenation = (graph: GraphBuilder, axis: number, { inputs, output }: Ends) => {
  const onnxAxis = output.shape.length === 4 ? TO_NCHW.indexOf(axis) : axis;
  if (!output.quantization)
    return graph.node(
      'Concat',
      inputs.map(({ name }) => name),
      { axis: onnxAxis },
    );
  const parts = inputs.flatMap((input) => quantizedInput(graph, input));
  return graph.node(
    'QLinearConcat',
    [...quantizationOf(graph, output.quantization), ...parts],
    { axis: onnxAxis },
    { domain: 'com.microsoft' },
  );
};

// The order of the values is that of NHWC, on both sides.
const reshape = (graph: GraphBuilder, { name, shape }: Named, to: number[]) => {
  const from = shape.length === 4 ? graph.transpose(name, TO_NHWC) : name;
  const sides = graph.constant('int64', [to.length], int64Bytes(...to));
  const reshaped = graph.node('Reshape', [from, sides]);
  return to.length === 4 ? graph.transpose(reshaped, TO_NCHW) : reshaped;
};

const quantizedInput = (graph: GraphBuilder, { name, quantization }: Named) => {
  if (!quantization) throw new Error('A quantised operator has an input that is not');
  return [name, ...quantizationOf(graph, quantization)];
};

const quantizationOf = (
  graph: GraphBuilder,
  { scale, zero }: NonNullable<TfliteTensor['quantization']>,
) => [
  graph.constant('float32', [], floatBytes(scale)),
  graph.constant('uint8', [], Uint8Array.of(zero)),
];

const constantOf = (graph: GraphBuilder, { type, shape, bytes }: TfliteTensor) => {
  if (!bytes) throw new Error('The model uses a value before it is computed');
  return graph.constant(type, shape, bytes);
};

const tensorAt = ({ tensors }: TfliteModel, index: number): TfliteTensor => {
  const tensor = tensors[index];
  if (!tensor) throw new Error(`The model has no tensor ${index}`);
  return tensor;
};
