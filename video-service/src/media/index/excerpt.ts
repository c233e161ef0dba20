import type { EncodedPacket, EncodedPacketSink, PacketRetrievalOptions } from 'mediabunny';
import type { Span } from '../choosing/spans.ts';
import { type Excerpt, MAX_EXCERPT_BYTES } from './frame-index.ts';
import { isHidden } from './hidden-frames.ts';
import { beginSequence } from './begin-sequence.ts';
import type { VideoIndex } from './video-index.ts';
import { type CodedFrame, writeMovie } from './write-movie.ts';

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
  await checkSize(packets, spans);
  const read = async (span: Span) => {
    const parts: CodedFrame[][] = [[]];
    for await (const packet of walk(packets, span, {})) {
      const frame = frameOf(packet);
      if (splices.has(frame.time)) parts.push([]);
      parts.at(-1)?.push(frame);
    }
    return parts;
  };
  return (await Promise.all(spans.map(read))).flat();
};

// From the index, so that nothing is read for an excerpt that would be too large.
const checkSize = async (packets: EncodedPacketSink, spans: Span[]) => {
  let bytes = 0;
  for (const span of spans)
    for await (const { byteLength } of walk(packets, span, { metadataOnly: true })) {
      bytes += byteLength;
      if (bytes > MAX_EXCERPT_BYTES)
        throw new Error(`The excerpt has more than ${MAX_EXCERPT_BYTES} bytes`);
    }
};

async function* walk(
  packets: EncodedPacketSink,
  { from, until }: Span,
  options: PacketRetrievalOptions,
) {
  let packet = await packets.getKeyPacket(from, options);
  while (packet) {
    yield packet;
    packet = packet.timestamp < until ? await packets.getNextPacket(packet, options) : null;
  }
}

const frameOf = ({ timestamp, type, data }: EncodedPacket): CodedFrame => ({
  time: Math.round(timestamp * MICROSECONDS),
  isKey: type === 'key',
  data,
});
