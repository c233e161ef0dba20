/** A field of a message in pieces, which are joined once, because models are large. */
export type Field = Uint8Array[];

// https://protobuf.dev/programming-guides/encoding/
const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** A non-negative integer. */
export const number = (field: number, value: number): Field => [
  Buffer.concat([key(field, VARINT), varint(value)]),
];

export const text = (field: number, value: string): Field => bytes(field, Buffer.from(value));

export const bytes = (field: number, value: Uint8Array): Field => message(field, [value]);

export const message = (field: number, ...fields: Field[]): Field => {
  const pieces = fields.flat();
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return [Buffer.concat([key(field, LENGTH_DELIMITED), varint(length)]), ...pieces];
};

const key = (field: number, wireType: number) => varint(field * 8 + wireType);

const varint = (value: number) => {
  const groups: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) groups.push((rest % 0x80) + 0x80);
  return Buffer.from([...groups, rest]);
};
