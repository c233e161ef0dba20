import { openFlatBuffer, type FlatTable } from './flat-buffer.ts';

// The numbers and order of fields are those of TensorFlow's schema, version 3:
// https://github.com/tensorflow/tensorflow/blob/master/tensorflow/lite/schema/schema.fbs
const OPERATORS = {
  0: 'ADD',
  1: 'AVERAGE_POOL_2D',
  2: 'CONCATENATION',
  3: 'CONV_2D',
  4: 'DEPTHWISE_CONV_2D',
  6: 'DEQUANTIZE',
  17: 'MAX_POOL_2D',
  22: 'RESHAPE',
} as const;
const TYPES = ['float32', 'float16', 'int32', 'uint8'] as const;
const PADDINGS = ['SAME_UPPER', 'VALID'] as const;
const ACTIVATIONS = ['none', 'relu', 'relu_n1', 'relu6'] as const;

export type TfliteTensor = {
  shape: number[];
  type: (typeof TYPES)[number];
  /** Only constants have them. */
  bytes?: Uint8Array;
  /** The value of a uint8: scale * (value - zero). */
  quantization?: { scale: number; zero: number };
};

type Activation = (typeof ACTIVATIONS)[number];
type Window = { padding: (typeof PADDINGS)[number]; strides: number[] };

/** `inputs` and `outputs` are indexes in the list of tensors. */
export type TfliteOperator = { inputs: number[]; outputs: number[] } & (
  | ({ op: 'CONV_2D' | 'DEPTHWISE_CONV_2D'; activation: Activation } & Window)
  | ({ op: 'AVERAGE_POOL_2D' | 'MAX_POOL_2D'; size: number[] } & Window)
  | { op: 'CONCATENATION'; axis: number }
  | { op: 'ADD' | 'DEQUANTIZE' | 'RESHAPE' }
);

export type TfliteModel = {
  tensors: TfliteTensor[];
  operators: TfliteOperator[];
  inputs: number[];
  outputs: number[];
};

/** The parts of a TensorFlow Lite model that `tfliteToOnnx` uses. */
export const readTflite = (file: Uint8Array): TfliteModel => {
  const model = openFlatBuffer(file);
  const codes = model.tables(1).map((code) => Math.max(code.byte(0), code.int(3)));
  const buffers = model.tables(4);
  const [graph] = model.tables(2);
  if (!graph) throw new Error('The TensorFlow Lite file has no graph');
  return {
    tensors: graph.tables(0).map((tensor) => tensorOf(tensor, buffers)),
    operators: graph.tables(3).map((operator) => operatorOf(operator, codes)),
    inputs: graph.ints(1),
    outputs: graph.ints(2),
  };
};

const tensorOf = (tensor: FlatTable, buffers: FlatTable[]): TfliteTensor => {
  const bytes = buffers[tensor.int(2)]?.bytes(0);
  const quantization = tensor.table(4);
  const [scale] = quantization?.floats(2) ?? [];
  const [zero = 0] = quantization?.longs(3) ?? [];
  return {
    shape: tensor.ints(0),
    type: oneOf(TYPES, tensor.byte(1)),
    ...(bytes && { bytes }),
    ...(scale !== undefined && { quantization: { scale, zero } }),
  };
};

const operatorOf = (operator: FlatTable, codes: number[]): TfliteOperator => {
  const op = oneOf(OPERATORS, codes[operator.int(0)] ?? -1);
  const ends = { inputs: operator.ints(1), outputs: operator.ints(2) };
  const options = operator.table(4);
  const window = () => ({
    padding: oneOf(PADDINGS, options?.byte(0) ?? 0),
    strides: [options?.int(2) ?? 1, options?.int(1) ?? 1],
  });
  const activation = (field: number) => oneOf(ACTIVATIONS, options?.byte(field) ?? 0);
  switch (op) {
    case 'CONV_2D':
      return { op, ...ends, ...window(), activation: activation(3) };
    case 'DEPTHWISE_CONV_2D':
      return { op, ...ends, ...window(), activation: activation(4) };
    case 'AVERAGE_POOL_2D':
    case 'MAX_POOL_2D':
      return { op, ...ends, ...window(), size: [options?.int(4) ?? 1, options?.int(3) ?? 1] };
    case 'CONCATENATION':
      return { op, ...ends, axis: options?.int(0) ?? 0 };
    default:
      return { op, ...ends };
  }
};

const oneOf = <Value>(known: Readonly<Record<number, Value>>, index: number): Value => {
  const value = known[index];
  if (value === undefined)
    throw new Error(`The TensorFlow Lite file uses ${index}, which is not known here`);
  return value;
};
