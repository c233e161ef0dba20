import path from 'node:path';
import { CAPTURE_FORMAT } from '@video-service/shared/capture-format';
import { InvalidInput } from '@video-service/shared/errors';
import type { Frame } from '../ffmpeg/frame-list.ts';
import { CAPTURE_WIDTH, fitted, type Size } from '../ffmpeg/picture-filters.ts';
import { selectTimes } from '../ffmpeg/sampling.ts';
import type { Taken } from '../ffmpeg/take-frames.ts';
import type { OpenVideo } from '../with-video.ts';

// Each is a separate pass. Further aspect ratios are fitted into the first one's, with black bars.
const MAX_SHAPES = 4;

type Retaking = { video: OpenVideo; retake: (select: string, shape: Size) => Promise<Taken> };

/**
 * Where the picture of each millisecond is, after pictures whose aspect ratio differs from the video's header have been
 * taken again in their own: the size can change in the middle of a video, such as when a phone is turned.
 */
export const retakeOtherShapes = async (
  taken: Taken,
  { video, retake }: Retaking,
): Promise<(millisecond: number) => string> => {
  const directories = new Map<number, string>();
  for (const frames of otherShapes(taken.frames, video).slice(0, MAX_SHAPES)) {
    const times = frames.map(({ millisecond }) => millisecond);
    const retaken = await retake(selectTimes(times), frames[0]).catch(ignoreInvalid);
    for (const { millisecond } of retaken?.frames ?? [])
      directories.set(millisecond, retaken?.directory ?? taken.directory);
  }
  return (millisecond) =>
    path.join(
      directories.get(millisecond) ?? taken.directory,
      `${millisecond}.${CAPTURE_FORMAT.extension}`,
    );
};

// The pictures already exist, in another aspect ratio.
const ignoreInvalid = (error: unknown) => {
  if (!(error instanceof InvalidInput)) throw error;
  return undefined;
};

type Shape = [Frame, ...Frame[]];

const otherShapes = (frames: Frame[], { appearance }: OpenVideo): Shape[] => {
  const fit = (size: Size) => {
    const { width, height } = fitted(size, appearance.turn, [CAPTURE_WIDTH]);
    return `${width}x${height}`;
  };
  const shapes = new Map<string, Shape>();
  for (const frame of frames) {
    const same = shapes.get(fit(frame));
    if (same) same.push(frame);
    else shapes.set(fit(frame), [frame]);
  }
  shapes.delete(fit(appearance));
  return [...shapes.values()];
};
