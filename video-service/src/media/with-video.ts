import type { MediaLimits } from './media-limits.ts';
import { probeFault } from './probe-fault.ts';
import { type ProbedVideo, withProbedVideo } from './probe-video.ts';
import type { RangeSource } from './range-source.ts';
import { windowSeconds } from './window.ts';

/** A probed video that FFmpeg can read at `url`, and how much of it is looked at. */
export type OpenVideo = ProbedVideo & { url: string; windowSeconds: number };

/** Opens the source for `work` and closes it after; throws InvalidInput of stage `probe` if it is no video. */
export const withVideo = <Result>(
  source: RangeSource,
  limits: MediaLimits,
  work: (video: OpenVideo) => Promise<Result>,
): Promise<Result> =>
  withProbedVideo(source, limits, async (video, url) => {
    const measured = await windowSeconds(url, video, limits).catch(async (error: unknown) => {
      throw await probeFault(error, source);
    });
    return work({ ...video, url, windowSeconds: measured });
  });
