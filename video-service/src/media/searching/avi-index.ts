import type { RangeSource } from '../source/range-source.ts';
import { type Chunk, type ChunkPlace, chunkPlaces, chunksIn } from './riff.ts';

/** A frame of an AVI: the position of its bytes. */
export type AviFrame = { position: number; bytes: number; isKey: boolean };

/** A video track of an AVI: its frames in order, their duration, and their codec. */
export type AviTrack = { frames: AviFrame[]; frameSeconds: number; format: Buffer };

const MAX_HEADER_BYTES = 4 * 1024 * 1024;
const MAX_INDEX_BYTES = 32 * 1024 * 1024;
// Nine hours at thirty frames per second.
const MAX_FRAMES = 1_000_000;

/**
 * Finds the frames of a video track; undefined if the file is not fully understood.
 * https://learn.microsoft.com/en-us/windows/win32/directshow/avi-riff-file-reference
 */
export const readAviTrack = async (
  source: RangeSource,
  stream: number,
): Promise<AviTrack | undefined> => {
  const places = await chunkPlaces(source);
  const header = await bodyOf(source, places, 'hdrl', MAX_HEADER_BYTES);
  const list = header && chunksIn(header).filter(({ type }) => type === 'strl')[stream];
  const chunks = list ? chunksIn(list.body) : [];
  const head = find(chunks, 'strh');
  const format = find(chunks, 'strf');
  if (!places || !head || !format || head.length < 48 || format.length < 40) return undefined;
  const [scale, rate, start] = [20, 24, 28].map((at) => head.readUInt32LE(at));
  const isVideo = head.toString('latin1', 0, 4) === 'vids';
  if (!isVideo || !scale || !rate || start !== 0 || head.readUInt32LE(44) !== 0) return undefined;
  const frames =
    (await framesOfParts(source, find(chunks, 'indx'))) ??
    (await framesOfFile(source, places, stream));
  // An index may omit what follows the first gigabyte.
  if (!frames || frames.length > MAX_FRAMES || frames.length < head.readUInt32LE(32))
    return undefined;
  if (!(await isThere(source, frames, stream))) return undefined;
  return { frames, frameSeconds: scale / rate, format };
};

// The frames are contiguous, and the first one is where the index says.
const isThere = async (source: RangeSource, frames: AviFrame[], stream: number) => {
  const [first] = frames;
  const isInOrder = frames.every(({ position }, at) => position > (frames[at - 1]?.position ?? 0));
  if (!first || !isInOrder || first.position > source.size) return false;
  const head = Buffer.from(await source.readRange(first.position - HEAD_BYTES, first.position - 1));
  return namesOf(stream).includes(head.readUInt32LE(0)) && head.readUInt32LE(4) === first.bytes;
};

// Compressed and uncompressed frames.
const namesOf = (stream: number) =>
  ['dc', 'db'].map((kind) => Buffer.from(`${stream}`.padStart(2, '0') + kind).readUInt32LE(0));

const find = (chunks: Chunk[], name: string) => chunks.find(({ type }) => type === name)?.body;

const bodyOf = async (
  source: RangeSource,
  places: ChunkPlace[] | undefined,
  name: string,
  maxBytes: number,
) => {
  const place = places?.find(({ type }) => type === name);
  if (!place || place.end > source.size || place.start >= place.end) return undefined;
  if (place.end - place.start > maxBytes) return undefined;
  return Buffer.from(await source.readRange(place.start, place.end - 1));
};

const KEY_FRAME = 0x10;
const ENTRY_BYTES = 16;
const HEAD_BYTES = 8;

// The index at the end of a file, with the frames of all tracks.
const framesOfFile = async (source: RangeSource, places: ChunkPlace[], stream: number) => {
  const movie = places.find(({ type }) => type === 'movi');
  const index = await bodyOf(source, places, 'idx1', MAX_INDEX_BYTES);
  if (!movie || !index) return undefined;
  const names = namesOf(stream);
  const frames: AviFrame[] = [];
  for (let at = 0; at + ENTRY_BYTES <= index.length; at += ENTRY_BYTES) {
    if (!names.includes(index.readUInt32LE(at))) continue;
    frames.push({
      position: index.readUInt32LE(at + 8) + HEAD_BYTES,
      bytes: index.readUInt32LE(at + 12),
      isKey: (index.readUInt32LE(at + 4) & KEY_FRAME) !== 0,
    });
  }
  const [first] = frames;
  if (!first) return undefined;
  // Positions count from the list's name, or from the start of the file.
  const base = first.position > movie.start ? 0 : movie.start - 4;
  return frames.map((frame) => ({ ...frame, position: base + frame.position }));
};

const NOT_KEY = 0x80000000;
const INDEX_HEAD_BYTES = 24;
const MAX_PARTS = 256;

// The index of a large file, in parts: http://www.the-labs.com/Video/odmlff2-avidef.pdf
const framesOfParts = async (source: RangeSource, parts?: Buffer) => {
  if (!parts || parts.length < INDEX_HEAD_BYTES || parts[3] !== 0) return undefined;
  const frames: AviFrame[] = [];
  let left = MAX_INDEX_BYTES;
  const count = parts.readUInt32LE(4);
  if (count > MAX_PARTS || INDEX_HEAD_BYTES + count * ENTRY_BYTES > parts.length) return undefined;
  for (let part = 0; part < count; part += 1) {
    const at = INDEX_HEAD_BYTES + part * ENTRY_BYTES;
    const start = Number(parts.readBigUInt64LE(at));
    const bytes = parts.readUInt32LE(at + 8);
    left -= bytes;
    if (left < 0 || bytes < HEAD_BYTES + INDEX_HEAD_BYTES || start + bytes > source.size)
      return undefined;
    const index = Buffer.from(await source.readRange(start + HEAD_BYTES, start + bytes - 1));
    const base = Number(index.readBigUInt64LE(12));
    const end = Math.min(index.length, INDEX_HEAD_BYTES + 8 * index.readUInt32LE(4));
    for (let entry = INDEX_HEAD_BYTES; entry + 8 <= end; entry += 8) {
      const size = index.readUInt32LE(entry + 4);
      frames.push({
        position: base + index.readUInt32LE(entry),
        bytes: size % NOT_KEY,
        isKey: size < NOT_KEY,
      });
    }
  }
  return frames.length > 0 ? frames : undefined;
};
