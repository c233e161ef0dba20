import { chooseMoments, isWellSeen } from './choose-moments.ts';
import { judgePicture } from './judge-picture.ts';
import type { Moment } from './moments/find-moments.ts';
import {
  choosePoster,
  type Picture,
  type PreviewPictures,
  startingWith,
} from './preview-pictures.ts';

const MOVING_PICTURES = 8;
const EMPTY_PICTURES = 2;

// Half of a car entering the picture is shown, its bumper alone is not.
const SEEN = 0.25;

/**
 * When a preview of a stationary camera shows its moments, in seconds: each at its best, and at other times as room
 * permits, those farthest from the others first.
 */
export const previewTimes = (moments: Moment[]): number[] => {
  const times = chooseMoments(withoutLesser(moments), [], MOVING_PICTURES);
  const others = moments.flatMap(({ best, views }) =>
    views.filter(({ score }) => score >= SEEN * best.score).map(({ time }) => time),
  );
  while (times.length < MOVING_PICTURES) {
    const away = (time: number) => Math.min(...times.map((other) => Math.abs(other - time)));
    const [farthest] = others.toSorted((one, other) => away(other) - away(one));
    if (farthest === undefined || away(farthest) === 0) break;
    times.push(farthest);
  }
  return times.sort((one, other) => one - other);
};

// A moment that is best visible during a stronger one needs no picture.
const withoutLesser = (moments: Moment[]) =>
  moments.filter(({ best }) =>
    moments.every(
      (other) => other.best.score <= best.score || other.start > best.time || other.end < best.time,
    ),
  );

/**
 * The preview of a stationary camera: pictures of its moments, a few of the scene without motion, and a poster chosen
 * from the moments at their best.
 */
export const chooseMomentPictures = <Shown extends Picture>(
  moments: Moment[],
  { taken, looked }: { taken: Shown[]; looked: Shown[] },
): PreviewPictures<Shown> | undefined => {
  const atBest = taken.filter(({ millisecond }) =>
    moments.some((moment) => isWellSeen(moment, millisecond / 1000)),
  );
  const poster = choosePoster(atBest.length > 0 ? atBest : taken);
  if (!poster) return undefined;
  const isDark = judgePicture(poster).dark;
  const quiet = looked.filter(
    (picture) => isQuiet(moments, picture) && (!judgePicture(picture).dark || isDark),
  );
  // At the beginning and at the end.
  const empty = new Set([...quiet.slice(0, 1), ...quiet.slice(1).slice(-(EMPTY_PICTURES - 1))]);
  return { poster, pictures: startingWith(poster, [...taken, ...empty]) };
};

/** Whether the pictures show the empty scene no more often than a preview of the moments does. */
export const isShownAnyway = (moments: Moment[], pictures: Picture[]): boolean =>
  pictures.filter((picture) => isQuiet(moments, picture)).length <= EMPTY_PICTURES;

const isQuiet = (moments: Moment[], { millisecond }: Picture) =>
  moments.every(
    ({ start, end }) => millisecond < toMilliseconds(start) || millisecond > toMilliseconds(end),
  );

/** The millisecond that names the frame at this second. */
export const toMilliseconds = (seconds: number) => Math.round(seconds * 1000);
