import { bytes, message, number, text } from './protobuf.ts';

// Numbers of types and fields: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
const TYPES = { float32: 1, uint8: 2, int32: 6, int64: 7, float16: 10 };
const IR_VERSION = 8;
const OPERATORS_VERSION = 13;

export type OnnxType = keyof typeof TYPES;

/** A number is an integer, a list contains integers; floats are not needed. */
export type OnnxAttribute = number | string | number[];

export type OnnxNode = {
  op: string;
  inputs: string[];
  outputs: string[];
  attributes?: Record<string, OnnxAttribute>;
  /** Only for operators that are not ONNX's own. */
  domain?: 'com.microsoft';
};

export type OnnxTensor = { name: string; type: OnnxType; shape: number[]; bytes: Uint8Array };

/** An input or output; a side with a name instead of a length has any length. */
export type OnnxValue = { name: string; type: OnnxType; shape: (number | string)[] };

export type OnnxGraph = {
  nodes: OnnxNode[];
  constants: OnnxTensor[];
  inputs: OnnxValue[];
  outputs: OnnxValue[];
};

/** The bytes of an ONNX model. */
export const writeOnnx = ({ nodes, constants, inputs, outputs }: OnnxGraph): Uint8Array =>
  Buffer.concat(
    [
      number(1, IR_VERSION),
      message(
        7,
        ...nodes.map(nodeField),
        text(2, 'graph'),
        ...constants.map(tensorField),
        ...inputs.map((input) => valueField(11, input)),
        ...outputs.map((output) => valueField(12, output)),
      ),
      message(8, text(1, ''), number(2, OPERATORS_VERSION)),
      message(8, text(1, 'com.microsoft'), number(2, 1)),
    ].flat(),
  );

/** Little-endian bytes of `values`, as in constants. */
export const floatBytes = (...values: number[]): Uint8Array =>
  new Uint8Array(Float32Array.from(values).buffer);

export const int64Bytes = (...values: number[]): Uint8Array =>
  new Uint8Array(BigInt64Array.from(values, BigInt).buffer);

/** An element type as the `to` of a Cast. */
export const castTo = (type: OnnxType): number => TYPES[type];

const nodeField = ({ op, inputs, outputs, attributes = {}, domain }: OnnxNode) =>
  message(
    1,
    ...inputs.map((input) => text(1, input)),
    ...outputs.map((output) => text(2, output)),
    text(4, op),
    ...Object.entries(attributes).map(([name, value]) => attributeField(name, value)),
    ...(domain ? [text(7, domain)] : []),
  );

const INT = 2;
const STRING = 3;
const INTS = 7;

const attributeField = (name: string, value: OnnxAttribute) => {
  if (typeof value === 'string')
    return message(5, text(1, name), text(4, value), number(20, STRING));
  if (typeof value === 'number')
    return message(5, text(1, name), number(3, value), number(20, INT));
  return message(5, text(1, name), ...value.map((each) => number(8, each)), number(20, INTS));
};

const tensorField = ({ name, type, shape, bytes: raw }: OnnxTensor) =>
  message(
    5,
    ...shape.map((side) => number(1, side)),
    number(2, TYPES[type]),
    text(8, name),
    bytes(9, raw),
  );

const valueField = (field: number, { name, type, shape }: OnnxValue) => {
  const sides = shape.map((side) =>
    message(1, typeof side === 'string' ? text(2, side) : number(1, side)),
  );
  return message(
    field,
    text(1, name),
    message(2, message(1, number(1, TYPES[type]), message(2, ...sides))),
  );
};
