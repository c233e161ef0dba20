import { writeParts } from '../write-parts.ts';
import { type Box, writeBox } from './boxes.ts';
import { describedBy, rewriteTrack, TIMESCALE } from './write-track.ts';

/** A frame as it is stored, its time in microseconds, and the number of its description. */
export type CodedFrame = { time: number; isKey: boolean; description: number; data: Uint8Array };

/** Writes an MP4 of these frames of a track, in decoding order; each keeps its time. All have the same description. */
export const writeMovie = (trak: Box, frames: CodedFrame[], file: string): void => {
  const data = frames.map((frame) => frame.data);
  const head = [FILE_TYPE, mediaHead(data)];
  const start = frames.reduce((first, { time }) => Math.min(first, time), Infinity);
  const placed = frames.map(({ time }, sample) => ({ sample, time: time - start }));
  const end = placed.reduce((last, { time }) => Math.max(last, time), 0) + LAST_FRAME;
  const described = describedBy(trak, frames[0]?.description ?? 1);
  const track = rewriteTrack(described, samplesOf(frames, bytesIn(head)), {
    frames: placed,
    delay: start,
    end,
  });
  if (!track) throw new Error('The frames are too far apart for an excerpt');
  const body = Buffer.concat([movieHeader(), track].map(writeBox));
  writeParts(file, [...head, ...data, writeBox({ type: 'moov', body, boxes: [] })]);
};

// Any length does: nothing is shown after it.
const LAST_FRAME = TIMESCALE;

const FILE_TYPE = writeBox({
  type: 'ftyp',
  body: Buffer.from('isom\0\0\0\0isom', 'latin1'),
  boxes: [],
});

const mediaHead = (data: Uint8Array[]) => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + bytesIn(data));
  head.write('mdat', 4, 'latin1');
  return head;
};

const bytesIn = (parts: Uint8Array[]) => parts.reduce((sum, { length }) => sum + length, 0);

const samplesOf = (frames: CodedFrame[], begin: number) => {
  const sizes = Uint32Array.from(frames, ({ data }) => data.length);
  let next = begin;
  const offsets = Float64Array.from(sizes, (size) => {
    next += size;
    return next - size;
  });
  return {
    sizes,
    offsets,
    isKey: Uint8Array.from(frames, ({ isKey }) => (isKey ? 1 : 0)),
    descriptions: new Uint16Array(frames.length).fill(1),
  };
};

const movieHeader = (): Box => {
  const body = Buffer.alloc(100);
  body.writeUInt32BE(TIMESCALE, 12);
  body.writeUInt32BE(0x10000, 20);
  for (const [at, one] of [0x10000, 0x10000, 0x40000000].entries())
    body.writeUInt32BE(one, 36 + at * 16);
  return { type: 'mvhd', body, boxes: [] };
};
