import { InvalidInput } from '@video-service/shared/errors';
import type { Activity, CaptureKind, SourceFacts, Watched } from '@video-service/shared/metadata';
import type { Moment } from '../choosing/moments/find-moments.ts';
import {
  coverScenes,
  planKeyFrames,
  type PlannedCapture,
  planStillCamera,
} from '../choosing/plan-captures.ts';
import { isStillCamera, toThumbnails } from '../choosing/still-camera.ts';
import type { RecordingTags } from '../recording-tags.ts';
import type { RangeSource } from '../source/range-source.ts';
import { type OpenVideo, withVideo } from '../with-video.ts';
import type { RenderOptions } from './render-previews.ts';
import { type Pictures, takeKeyFrames, takeMoments } from './take-pictures.ts';
import { watchVideo } from './watch-video.ts';

/**
 * A picture from the video: `frame` is its millisecond, `time` the same in seconds, like a player's `currentTime`. It
 * has a PNG, or `sameAs` names a frame that shows the same.
 */
export type CaptureFile = { frame: string; time: number; kind: CaptureKind } & (
  { file: string; sameAs?: never } | { sameAs: string; file?: never }
);

type ExtractedCaptures = {
  captures: CaptureFile[];
  facts: SourceFacts;
  tags: RecordingTags;
  /** When something came and went, if the camera was stationary. */
  watched?: Watched | undefined;
};

/**
 * Takes captures in order of time into the directory, as PNGs at most 1280 pixels wide: the video's key frames and, for
 * a stationary camera, what comes and goes between them. Throws InvalidInput of stage `probe` or `captures`.
 */
export const extractCaptures = (
  source: RangeSource,
  options: RenderOptions,
): Promise<ExtractedCaptures> =>
  withVideo(source, options.limits, async (video) => {
    const { facts, tags } = video;
    const keys = await takeKeyFrames(video, options);
    const isStill = isStillCamera(toThumbnails(keys.thumbnails, keys.pictures.length));
    const watch = isStill
      ? await watchVideo(video, { stage: 'captures', directory: options.directory })
      : undefined;
    const moments = watch?.moments ?? [];
    const plan = planCaptures(keys, moments, options.limits.maxCaptures || Infinity);
    const taken = await takePlanned(video, plan, options.directory);
    if (!watch || !taken)
      return { captures: toCaptures(planCaptures(keys, [], Infinity), keys.pictures), facts, tags };
    const thumbnails = new Map([...thumbnailsOf(keys), ...thumbnailsOf(taken)]);
    const covered = coverScenes(plan, moments, thumbnails);
    const captures = toCaptures(covered, [...keys.pictures, ...taken.pictures]);
    const activity = activityOf(moments, captures);
    return {
      captures,
      facts,
      tags,
      watched: { activity, activityEverySeconds: watch.everySeconds },
    };
  });

const planCaptures = ({ pictures, thumbnails }: Pictures, moments: Moment[], max: number) => {
  const times = pictures.map(({ time }) => time);
  if (moments.length === 0) return planKeyFrames(times, thumbnails);
  return planStillCamera({ times, thumbnails }, moments, max);
};

// Undefined if they cannot be taken, or not in time; the key frames already exist.
const takePlanned = async (
  video: OpenVideo,
  plan: PlannedCapture[],
  directory: string,
): Promise<Pictures | undefined> => {
  const times = plan.filter(({ kind }) => kind === 'moment').map(({ time }) => time);
  if (times.length === 0) return { pictures: [], thumbnails: new Uint8Array() };
  try {
    const taken = await takeMoments(video, times, directory);
    return taken.pictures.length === times.length ? taken : undefined;
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
};

const thumbnailsOf = ({ pictures, thumbnails }: Pictures) =>
  toThumbnails(thumbnails, pictures.length).map((thumbnail, at): [number, Uint8Array] => [
    pictures[at]?.time ?? 0,
    thumbnail,
  ]);

const toCaptures = (plan: PlannedCapture[], pictures: Pictures['pictures']): CaptureFile[] => {
  const files = new Map(pictures.map(({ time, file }) => [time, file]));
  return plan.map(({ time, kind, sameAs }) => {
    const shown = { frame: frameAt(time), time, kind };
    if (sameAs !== undefined) return { ...shown, sameAs: frameAt(sameAs) };
    const file = files.get(time);
    if (file === undefined) throw new Error(`No picture was taken at ${time} s`);
    return { ...shown, file };
  });
};

const frameAt = (seconds: number) => `${Math.round(seconds * 1000)}`;

const activityOf = (moments: Moment[], captures: CaptureFile[]): Activity[] => {
  const shows = captures.filter(({ file }) => file !== undefined);
  return moments.map(({ start, end, best }) => {
    const [nearest] = shows.toSorted(
      (one, other) => Math.abs(one.time - best.time) - Math.abs(other.time - best.time),
    );
    return { start, end, frame: nearest?.frame ?? frameAt(best.time) };
  });
};
