import type { MediaLimits } from '../media-limits.ts';
import { readPackets } from './packets.ts';
import type { ProbedVideo } from './probe-video.ts';

// A packet at the end may lack the duration of its frame.
const LAST_FRAME_SECONDS = 0.04;

/** The seconds of the video that are analysed; an unknown length is measured. */
export const windowSeconds = async (
  url: string,
  video: Pick<ProbedVideo, 'stream' | 'startSeconds' | 'endSeconds'> & { deadline: number },
  { maxDurationSeconds }: MediaLimits,
): Promise<number> => {
  const max = maxDurationSeconds || Infinity;
  return Math.min(video.endSeconds ?? (await measure(url, video, max)), max);
};

const measure = async (
  url: string,
  { stream, startSeconds, deadline }: Parameters<typeof windowSeconds>[1],
  max: number,
) => {
  const until = startSeconds + max;
  const packets = await readPackets(url, {
    ...(Number.isFinite(until) && { intervals: `%${until}` }),
    deadline,
  });
  return (
    packets
      .filter((packet) => packet.stream === stream && Number.isFinite(packet.begin))
      .reduce((end, packet) => Math.max(end, packet.end, packet.begin + LAST_FRAME_SECONDS), 0) -
    startSeconds
  );
};
