import { readH264Parameters } from '../index/h264-parameters.ts';
import type { LentSource } from '../source/with-source.ts';
import { readPackets } from './packets.ts';
import type { ProbedStream } from './probe-output.ts';

// The players' default.
const USUAL_RATE = 25;

/** The frame rate of a stream without times, and its length: every packet is a frame. */
export const readRawTiming = async (
  { source, url }: LentSource,
  { codec_name, r_frame_rate }: ProbedStream,
  deadline: number,
): Promise<{ frameRate: number; durationSeconds: number }> => {
  // Old builds count H.264's half frames as frames.
  const coded = codec_name === 'h264' ? await h264Rate(source) : r_frame_rate;
  const frameRate = coded !== undefined && coded >= 1 && coded <= MAX_RATE ? coded : USUAL_RATE;
  const packets = await readPackets(url, { deadline });
  return { frameRate, durationSeconds: packets.length / frameRate };
};

const MAX_RATE = 1000;

const HEAD_BYTES = 64 * 1024;
const START_CODE = Buffer.from([0, 0, 1]);
const PARAMETER_SET = 7;

const h264Rate = async (source: LentSource['source']) => {
  const head = Buffer.from(await source.readRange(0, Math.min(HEAD_BYTES, source.size) - 1));
  for (let at = 0; (at = head.indexOf(START_CODE, at)) >= 0;) {
    at += START_CODE.length;
    if (((head[at] ?? 0) & 0x1f) !== PARAMETER_SET) continue;
    const end = head.indexOf(START_CODE, at);
    return readH264Parameters(head.subarray(at, end < 0 ? undefined : end))?.frameRate;
  }
  return undefined;
};
