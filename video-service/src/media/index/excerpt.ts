import type { EncodedPacket } from 'mediabunny';
import type { Span } from '../choosing/spans.ts';
import type { Excerpt } from './frame-index.ts';
import { isHidden } from './hidden-frames.ts';
import { beginSequence } from './begin-sequence.ts';
import type { VideoIndex } from './video-index.ts';
import { type CodedFrame, writeMovie } from './write-movie.ts';

// Far more than ten good frames need; a video that needs more is read from start to end instead.
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Writes the spans, of at most 64 MiB, as an MP4 in which each frame keeps its time; as several if a decoder would not
 * begin anew with each span.
 */
export const writeExcerpts = async (
  index: VideoIndex,
  spans: Span[],
  file: string,
): Promise<Excerpt[]> => {
  const films: CodedFrame[][] = [];
  for (const [key, ...rest] of await partsOf(index, spans)) {
    if (!key) continue;
    const { data, isAnew } = beginSequence(key.data, index.coding);
    const part = [{ ...key, data }, ...rest];
    const last = films.at(-1);
    if (last && isAnew) last.push(...part);
    else films.push(part);
  }
  const excerpts = films.map((frames, at) => ({
    file: `${file}-${at}`,
    start: startOf(frames, index) / MICROSECONDS,
    frames,
  }));
  for (const excerpt of excerpts) await writeMovie(index.box, excerpt.frames, excerpt.file);
  return excerpts;
};

const MICROSECONDS = 1_000_000;

// When the first one is shown.
const startOf = (frames: CodedFrame[], { hidesFrames }: VideoIndex) => {
  const times = frames.map(({ time }) => time);
  const shown = hidesFrames ? times.filter((time) => !isHidden(time / MICROSECONDS)) : times;
  return Math.min(...shown);
};

// Side by side, because most of the time goes into waiting for the bucket. A span across a splice has several parts.
const partsOf = async (
  { packets, splices }: VideoIndex,
  spans: Span[],
): Promise<CodedFrame[][]> => {
  let bytes = 0;
  const read = async ({ from, until }: Span) => {
    const parts: CodedFrame[][] = [[]];
    let packet: EncodedPacket | null = await packets.getKeyPacket(from);
    while (packet) {
      bytes += packet.byteLength;
      if (bytes > MAX_BYTES) throw new Error(`The excerpt has more than ${MAX_BYTES} bytes`);
      const frame = frameOf(packet);
      if (splices.has(frame.time)) parts.push([]);
      parts.at(-1)?.push(frame);
      packet = packet.timestamp < until ? await packets.getNextPacket(packet) : null;
    }
    return parts;
  };
  return (await Promise.all(spans.map(read))).flat();
};

const frameOf = ({ timestamp, type, data }: EncodedPacket): CodedFrame => ({
  time: Math.round(timestamp * MICROSECONDS),
  isKey: type === 'key',
  data,
});
