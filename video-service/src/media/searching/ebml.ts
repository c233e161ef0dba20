import type { ByteReader } from './byte-reader.ts';

/** https://www.rfc-editor.org/rfc/rfc8794, and https://www.rfc-editor.org/rfc/rfc9559 for the names. */
export const ID = {
  header: 0x1a45dfa3,
  segment: 0x18538067,
  seekHead: 0x114d9b74,
  info: 0x1549a966,
  tracks: 0x1654ae6b,
  chapters: 0x1043a770,
  attachments: 0x1941a469,
  cues: 0x1c53bb6b,
  tags: 0x1254c367,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
  reference: 0xfb,
  timestampScale: 0x2ad7b1,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackUid: 0x73c5,
  trackType: 0x83,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  documentType: 0x4282,
} as const;

/** The head of an element: `size` is Infinity if unknown. */
export type ElementHead = { id: number; headBytes: number; size: number };

const MAX_HEAD_BYTES = 12;

export const readHead = async (reader: ByteReader): Promise<ElementHead | undefined> =>
  parseHead(await reader.view(MAX_HEAD_BYTES));

export const parseHead = (bytes: Buffer): ElementHead | undefined => {
  const idBytes = Math.clz32(bytes[0] ?? 0) - 23;
  if (idBytes > 4 || bytes.length <= idBytes) return undefined;
  const sized = readVint(bytes.subarray(idBytes));
  if (!sized) return undefined;
  const id = bytes.readUIntBE(0, idBytes);
  return { id, headBytes: idBytes + sized.bytes, size: sized.value };
};

/** A number of variable length; Infinity if all its bits are set, which means unknown. */
export const readVint = (bytes: Buffer): { value: number; bytes: number } | undefined => {
  const length = Math.clz32(bytes[0] ?? 0) - 23;
  if (length > 8 || bytes.length < length) return undefined;
  let value = (bytes[0] ?? 0) & (0xff >> length);
  let isUnknown = value === 0xff >> length;
  for (const byte of bytes.subarray(1, length)) {
    value = value * 256 + byte;
    isUnknown &&= byte === 0xff;
  }
  return { value: isUnknown ? Infinity : value, bytes: length };
};

/** The complete elements in a body. */
export const elementsIn = (body: Buffer): { id: number; body: Buffer }[] => {
  const elements: { id: number; body: Buffer }[] = [];
  for (let at = 0; at < body.length;) {
    const head = parseHead(body.subarray(at, at + MAX_HEAD_BYTES));
    if (!head || at + head.headBytes + head.size > body.length) break;
    const start = at + head.headBytes;
    elements.push({ id: head.id, body: body.subarray(start, start + head.size) });
    at = start + head.size;
  }
  return elements;
};

export const readUnsigned = (body: Buffer): number =>
  body.reduce((value, byte) => value * 256 + byte, 0);

/** An element of a known size. */
export const writeElement = (id: number, ...body: Uint8Array[]): Buffer => {
  const size = body.reduce((sum, { length }) => sum + length, 0);
  const head = Buffer.alloc(12);
  const idBytes = Math.ceil((32 - Math.clz32(id)) / 8);
  head.writeUIntBE(id, 0, idBytes);
  head.writeUInt8(1, idBytes);
  head.writeUIntBE(size, idBytes + 2, 6);
  return Buffer.concat([head.subarray(0, idBytes + 8), ...body]);
};

export const writeUnsigned = (value: number): Buffer => {
  const body = Buffer.alloc(8);
  body.writeBigUInt64BE(BigInt(value));
  return body;
};
