import type { RangeSource } from '../source/range-source.ts';
import { type AviTrack, readAviTrack } from './avi-index.ts';
import { ID, writeElement, writeUnsigned } from './ebml.ts';
import type { FrameReader, StoredFrame } from './frame-reader.ts';

/**
 * Reads an AVI by its index. Its frames have no times, only numbers, so excerpts are written as Matroska; undefined if
 * it is not understood.
 */
export const openAvi = async (
  source: RangeSource,
  stream: number,
): Promise<FrameReader | undefined> => {
  const track = await readAviTrack(source, stream);
  const [first] = track?.frames ?? [];
  if (!track || !first) return undefined;
  return {
    format: 'matroska',
    stream: 0,
    join: (frames) => Buffer.concat([header(track), ...frames]),
    bodyStart: first.position,
    needsNext: false,
    framesFrom: (position) => framesFrom(source, track, position),
  };
};

function* framesFrom(
  source: RangeSource,
  { frames, frameSeconds }: AviTrack,
  from: number,
): Generator<StoredFrame> {
  for (let number = firstFrom(frames, from); number < frames.length; number += 1) {
    const { position, bytes, isKey } = frames[number] ?? { position: 0, bytes: 0, isKey: false };
    // An empty one repeats the frame before it.
    if (bytes === 0) continue;
    const time = number * frameSeconds;
    yield {
      position,
      time,
      isKey,
      read: async () => {
        const data = await source.readRange(position, position + bytes - 1);
        return writeFrame(Math.round(time * MICROSECONDS), isKey, data);
      },
    };
  }
}

const firstFrom = (frames: AviTrack['frames'], position: number): number => {
  let [low, high] = [0, frames.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((frames[middle]?.position ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
};

const MICROSECONDS = 1_000_000;
const NANOSECONDS_A_TICK = 1000;
const KEY_FRAME = 0x80;
const TRACK = 1;

// A cluster of one block, whose time is that of the cluster.
const writeFrame = (microseconds: number, isKey: boolean, data: Uint8Array) =>
  writeElement(
    ID.cluster,
    writeElement(ID.timestamp, writeUnsigned(microseconds)),
    writeElement(ID.simpleBlock, Buffer.from([0x80 | TRACK, 0, 0, isKey ? KEY_FRAME : 0]), data),
  );

const UNKNOWN_SIZE = Buffer.from('01ffffffffffffff', 'hex');

// AVI's codec data is what Matroska stores for such codecs.
const header = ({ format }: AviTrack) => {
  const [width, height] = [format.readInt32LE(4), Math.abs(format.readInt32LE(8))];
  const number = (id: number, value: number) => writeElement(id, writeUnsigned(value));
  const text = (id: number, value: string) => writeElement(id, Buffer.from(value));
  const picture = writeElement(
    ID.video,
    number(ID.pixelWidth, width),
    number(ID.pixelHeight, height),
  );
  const entry = writeElement(
    ID.trackEntry,
    number(ID.trackNumber, TRACK),
    number(ID.trackUid, TRACK),
    number(ID.trackType, 1),
    text(ID.codecId, 'V_MS/VFW/FOURCC'),
    writeElement(ID.codecPrivate, format),
    picture,
  );
  return Buffer.concat([
    writeElement(ID.header, text(ID.documentType, 'matroska')),
    ...[Buffer.from(ID.segment.toString(16), 'hex'), UNKNOWN_SIZE],
    writeElement(ID.info, number(ID.timestampScale, NANOSECONDS_A_TICK)),
    writeElement(ID.tracks, entry),
  ]);
};
