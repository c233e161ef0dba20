import { InvalidInput } from '@video-service/shared/errors';
import type { Moment } from '../choosing/moments/find-moments.ts';
import {
  chooseMomentPictures,
  isShownAnyway,
  previewTimes,
  toMilliseconds,
} from '../choosing/preview-moments.ts';
import type { PreviewPictures } from '../choosing/preview-pictures.ts';
import { isStillCamera } from '../choosing/still-camera.ts';
import { shrinkToThumbnail } from '../choosing/thumbnail.ts';
import { selectTimes } from '../ffmpeg/sampling.ts';
import type { OpenVideo } from '../with-video.ts';
import { bestOf } from './attempts.ts';
import { lookThrough, type SmallPicture } from './look-through.ts';
import { readingsOf } from './readings-of.ts';
import { watchVideo } from './watch-video.ts';

/** What comes and goes before a stationary camera, and the pictures of a preview that shows it. */
export type ShownMoments = { moments: Moment[]; chosen: PreviewPictures<SmallPicture> };

/**
 * Samples the video if its pictures show a stationary scene; undefined if they do not, if the preview's pictures
 * already show what comes and goes, or if there is no time for better ones.
 */
export const showMoments = async (
  video: OpenVideo,
  { looked, pictures }: { looked: SmallPicture[]; pictures: SmallPicture[] },
  directory: string,
): Promise<ShownMoments | undefined> => {
  if (!isStillCamera(looked.map(shrinkToThumbnail))) return undefined;
  const watch = await watchVideo(video, { stage: 'gif', directory });
  if (!watch || watch.moments.length === 0 || isShownAnyway(watch.moments, pictures))
    return undefined;
  const { moments } = watch;
  const taken = await takeTimes(video, previewTimes(moments), directory);
  const [first] = looked;
  // A GIF has one size.
  const alike = taken.filter(
    ({ width, height }) => width === first?.width && height === first.height,
  );
  const chosen = chooseMomentPictures(moments, { taken: alike, looked });
  return chosen && { moments, chosen };
};

const takeTimes = async (video: OpenVideo, times: number[], directory: string) => {
  const select = selectTimes(times.map(toMilliseconds));
  const attempts = readingsOf(video, times).map(
    (reading) => () => lookThrough(video, reading, { select, directory }),
  );
  const taken = bestOf(attempts, {
    isEnough: (pictures) => pictures.length >= times.length,
    score: (pictures) => pictures.length,
  });
  return (await taken.catch(unlessInvalid)) ?? [];
};

const unlessInvalid = (error: unknown) => {
  if (error instanceof InvalidInput) return undefined;
  throw error;
};
