import type { RangeSource } from '../source/range-source.ts';

/** A box of an MP4, with its child boxes if its kind has any. */
export type Box = { type: string; body: Buffer; boxes: Box[] };

/** Where a box is in the file; `end` can be beyond the end of a truncated file. */
export type Place = { type: string; start: number; bodyStart: number; end: number };

const MAX_TOP_BOXES = 64;

// A hundred tracks have about two thousand.
const MAX_BOXES = 10_000;

const CONTAINERS = new Set(['trak', 'edts', 'mdia', 'minf', 'stbl']);

/**
 * The boxes in a body, and their child boxes, as deep as an index goes; undefined if there are more, or they are
 * deeper, than in any video.
 */
export const readBoxes = (body: Buffer): Box[] | undefined => {
  let left = MAX_BOXES;
  const read = (bytes: Buffer, parents: ReadonlySet<string>): Box[] => {
    const boxes: Box[] = [];
    for (let at = 0; at + 8 <= bytes.length;) {
      const { type, size, headBytes } = readHead(bytes.subarray(at, at + 16), bytes.length - at);
      const inner = bytes.subarray(at + headBytes, at + size);
      left -= 1;
      if (left < 0 || size < headBytes || parents.has(type)) throw new TooDeep();
      const nested = CONTAINERS.has(type) ? read(inner, new Set([...parents, type])) : [];
      boxes.push({ type, body: inner, boxes: nested });
      at += size;
    }
    return boxes;
  };
  try {
    return read(body, new Set());
  } catch (error) {
    if (error instanceof TooDeep) return undefined;
    throw error;
  }
};

/** The boxes in a body, without their child boxes. */
export const flatBoxes = (body: Buffer): Pick<Box, 'type' | 'body'>[] => {
  const boxes: Pick<Box, 'type' | 'body'>[] = [];
  for (let at = 0; at + 8 <= body.length;) {
    const { type, size, headBytes } = readHead(body.subarray(at, at + 16), body.length - at);
    if (size < headBytes) break;
    boxes.push({ type, body: body.subarray(at + headBytes, at + size) });
    at += size;
  }
  return boxes;
};

/** A box as it is written to a file. */
export const writeBox = ({ type, body, boxes }: Box): Buffer => {
  const content = CONTAINERS.has(type) ? Buffer.concat(boxes.map(writeBox)) : body;
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
};

// A kind within itself, or too many of them; this limits the depth.
class TooDeep extends Error {}

/** Where the top-level boxes of a file are. */
export const topBoxes = async (source: RangeSource): Promise<Place[]> => {
  const places: Place[] = [];
  for (let at = 0; at + 16 <= source.size && places.length < MAX_TOP_BOXES;) {
    const head = Buffer.from(await source.readRange(at, at + 15));
    const { type, size, headBytes } = readHead(head, source.size - at);
    if (size < headBytes) break;
    places.push({ type, start: at, bodyStart: at + headBytes, end: at + size });
    at += size;
  }
  return places;
};

/** A box's beginning: a size of 1 is followed by the real size; 0 means the rest of the file. */
export const readHead = (bytes: Buffer, left: number) => {
  const size = bytes.readUInt32BE(0);
  const type = bytes.toString('latin1', 4, 8);
  if (size === 1 && bytes.length >= 16)
    return { type, size: Number(bytes.readBigUInt64BE(8)), headBytes: 16 };
  return { type, size: size || left, headBytes: 8 };
};
