import {
  type EncodedPacket,
  EncodedVideoPacketSource,
  FilePathTarget,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import * as v from 'valibot';
import type { Span } from '../choosing/spans.ts';
import { beginsAnew } from './h264-units.ts';
import type { VideoIndex } from './video-index.ts';

// Far more than ten good frames need; a video that needs more is read from start to end instead.
const MAX_BYTES = 64 * 1024 * 1024;

const CHUNK_BYTES = 256 * 1024;

const MICROSECONDS = 1_000_000;

/**
 * Writes an MP4 of the spans and nothing else, in which each frame keeps its time; of at most 64 MiB. False if a decoder
 * would not begin anew with each span.
 */
export const writeExcerpt = async (
  index: VideoIndex,
  spans: Span[],
  file: string,
): Promise<boolean> => {
  const { track, facts } = index;
  const [codec, decoderConfig] = [await track.getCodec(), await track.getDecoderConfig()];
  if (!codec || !decoderConfig) throw new Error('The index does not say how its frames are coded');
  const output = new Output({
    format: new Mp4OutputFormat(),
    target: new FilePathTarget(file, { chunkSize: CHUNK_BYTES }),
  });
  const frames = new EncodedVideoPacketSource(codec);
  // The rate is the resolution of the times.
  output.addVideoTrack(frames, { rotation: facts.rotation, frameRate: MICROSECONDS });
  try {
    await output.start();
    const parts = await packetsOf(index, spans);
    for (const packet of parts.flat()) await frames.add(packet, { decoderConfig });
    await output.finalize();
    const lengthBytes = unitLengthBytes(v.parse(Configuration, decoderConfig).description);
    return (
      codec !== 'avc' || parts.slice(1).every(([key]) => !key || beginsAnew(key.data, lengthBytes))
    );
  } finally {
    // Closes the file of an unfinished excerpt.
    if (output.state !== 'finalized') await output.cancel();
  }
};

// Side by side, because most of the time goes into waiting for the bucket.
const packetsOf = async ({ packets }: VideoIndex, spans: Span[]): Promise<EncodedPacket[][]> => {
  let bytes = 0;
  const read = async ({ from, until }: Span) => {
    const span: EncodedPacket[] = [];
    let packet: EncodedPacket | null = await packets.getKeyPacket(from);
    while (packet) {
      bytes += packet.byteLength;
      if (bytes > MAX_BYTES) throw new Error(`The excerpt has more than ${MAX_BYTES} bytes`);
      span.push(packet);
      packet = packet.timestamp < until ? await packets.getNextPacket(packet) : null;
    }
    return span;
  };
  return Promise.all(spans.map(read));
};

const Configuration = v.object({ description: v.optional(v.instance(Uint8Array)) });

// As an `avcC` box has it.
const unitLengthBytes = (description?: Uint8Array) => ((description?.[4] ?? 3) & 3) + 1;
