import type { RangeSource } from '../source/range-source.ts';
import { beginsAnew } from '../index/h264-units.ts';
import { ByteReader } from './byte-reader.ts';
import type { FrameReader, StoredFrame } from './frame-reader.ts';

const TAG_HEAD_BYTES = 11;
const SIZE_BYTES = 4;
// The kind of frame, that of its content, and how much later it is shown.
const AVC_HEAD_BYTES = 5;
const VIDEO = 9;
const TYPES = new Set([8, 9, 18]);
const AVC = 7;
const CODED = new Set([2, 3, 4, 5, 6, AVC]);
const MAX_TAG_BYTES = 16 * 1024 * 1024;
const HEAD_TAGS = 200;

/** Reads FLV tag by tag; undefined if it is not understood. */
export const openFlashVideo = async (source: RangeSource): Promise<FrameReader | undefined> => {
  const start = Buffer.from(await source.readRange(0, Math.min(13, source.size) - 1));
  if (start.length < 13 || start.toString('latin1', 0, 3) !== 'FLV') return undefined;
  const bodyStart = start.readUInt32BE(5) + SIZE_BYTES;
  const setup = await readSetup(source, bodyStart);
  if (!setup) return undefined;
  // Only the video, and its codec data.
  const header = Buffer.from([0x46, 0x4c, 0x56, 1, 1, 0, 0, 0, 9, 0, 0, 0, 0]);
  return {
    format: 'flv',
    stream: 0,
    beginsAnew: (tag) => beginsAnew(tag.subarray(TAG_HEAD_BYTES + AVC_HEAD_BYTES, -SIZE_BYTES), 4),
    join: (frames) => Buffer.concat([header, ...setup, ...frames]),
    bodyStart,
    needsNext: false,
    framesFrom: (position) => framesFrom(source, position),
  };
};

// Undefined for a codec newer than the format.
const readSetup = async (source: RangeSource, bodyStart: number): Promise<Buffer[] | undefined> => {
  let seen = 0;
  for await (const { type, body, read } of tagsFrom(source, bodyStart)) {
    seen += 1;
    if (seen > HEAD_TAGS) return undefined;
    const coding = (body[0] ?? 0) & 0xf;
    if (type !== VIDEO || (body[0] ?? 0) >> 4 === COMMAND) continue;
    if (((body[0] ?? 0) & 0x80) !== 0 || !CODED.has(coding)) return undefined;
    if (coding !== AVC) return [];
    if (body[1] === 0) return [Buffer.from(await read())];
  }
  return undefined;
};

const COMMAND = 5;

async function* framesFrom(source: RangeSource, position: number): AsyncGenerator<StoredFrame> {
  for await (const tag of tagsFrom(source, position)) {
    const { type, body, milliseconds, read } = tag;
    const kind = (body[0] ?? 0) >> 4;
    const isAvc = ((body[0] ?? 0) & 0xf) === AVC;
    if (type !== VIDEO || body.length < 5 || kind === COMMAND || (isAvc && body[1] !== 1)) continue;
    // It is displayed later than it is decoded.
    const delay = isAvc ? body.readIntBE(2, 3) : 0;
    yield {
      position: tag.position,
      time: (milliseconds + delay) / 1000,
      isKey: kind === 1,
      read,
    };
  }
}

async function* tagsFrom(source: RangeSource, position: number) {
  const reader = new ByteReader(source, position);
  for (;;) {
    const head = await reader.view(TAG_HEAD_BYTES + 5);
    if (head.length < TAG_HEAD_BYTES + 5) return;
    const bytes = TAG_HEAD_BYTES + head.readUIntBE(1, 3) + SIZE_BYTES;
    if (!(await isTag(reader, head, bytes))) {
      reader.skip(1 + nextType((await reader.view(SCANNED_BYTES)).subarray(1)));
      continue;
    }
    yield {
      position: reader.position,
      type: head[0] ?? 0,
      milliseconds: head.readUIntBE(4, 3) + (head.readInt8(7) << 24),
      body: Buffer.from(head.subarray(TAG_HEAD_BYTES)),
      read: () => reader.view(bytes),
    };
    reader.skip(bytes);
  }
}

const SCANNED_BYTES = 4096;

const nextType = (bytes: Buffer): number => {
  const next = bytes.findIndex((byte) => TYPES.has(byte));
  return next < 0 ? bytes.length : next;
};

// Each tag is followed by its size.
const isTag = async (reader: ByteReader, head: Buffer, bytes: number): Promise<boolean> => {
  const isPossible =
    TYPES.has(head[0] ?? 0) && head.readUIntBE(8, 3) === 0 && bytes < MAX_TAG_BYTES;
  if (!isPossible) return false;
  const tag = await reader.view(bytes);
  return tag.length === bytes && tag.readUInt32BE(bytes - SIZE_BYTES) === bytes - SIZE_BYTES;
};
