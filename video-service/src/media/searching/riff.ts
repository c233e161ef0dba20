import type { RangeSource } from '../source/range-source.ts';

/** A chunk of a RIFF file: `type` is a list's type, or the chunk's own name. */
export type Chunk = { type: string; body: Buffer };

/** The position of a RIFF chunk, without its header. */
export type ChunkPlace = { type: string; start: number; end: number };

const HEAD_BYTES = 12;
const MAX_CHUNKS = 64;

/** The positions of the chunks in the first RIFF; undefined for another kind of file. */
export const chunkPlaces = async (source: RangeSource): Promise<ChunkPlace[] | undefined> => {
  const head = Buffer.from(await source.readRange(0, HEAD_BYTES - 1));
  if (name(head, 0) !== 'RIFF') return undefined;
  const places: ChunkPlace[] = [];
  const end = Math.min(source.size, 8 + head.readUInt32LE(4));
  for (let at = HEAD_BYTES; at + HEAD_BYTES <= end && places.length < MAX_CHUNKS;) {
    const { type, size, headBytes } = readHead(
      Buffer.from(await source.readRange(at, at + HEAD_BYTES - 1)),
    );
    places.push({ type, start: at + headBytes, end: at + 8 + size });
    at += 8 + size + (size % 2);
  }
  return places;
};

/** The complete chunks in a list. */
export const chunksIn = (body: Buffer): Chunk[] => {
  const chunks: Chunk[] = [];
  for (let at = 0; at + HEAD_BYTES <= body.length;) {
    const { type, size, headBytes } = readHead(body.subarray(at, at + HEAD_BYTES));
    if (at + 8 + size > body.length) break;
    chunks.push({ type, body: body.subarray(at + headBytes, at + 8 + size) });
    at += 8 + size + (size % 2);
  }
  return chunks;
};

const readHead = (bytes: Buffer) => {
  const isList = name(bytes, 0) === 'LIST';
  return {
    type: name(bytes, isList ? 8 : 0),
    size: bytes.readUInt32LE(4),
    headBytes: isList ? HEAD_BYTES : 8,
  };
};

const name = (bytes: Buffer, at: number) => bytes.toString('latin1', at, at + 4);
