import { type Blob, middleOf } from './blobs.ts';
import { COLUMNS } from './glimpse.ts';
import type { Thing } from './things.ts';

const MIN_SIGHTINGS = 5;
const SEEN_SHARE = 0.75;
const MIN_WAY = COLUMNS * 0.3;
const MAX_OFF_COURSE = 1.5;

// In rain it is less than one, in snow four to six.
const MAX_AT_A_TIME = 1;

/**
 * The blobs of things that go far, straight and evenly. However small they are, that is no chance; but snowflakes do so
 * as well, so that there are none where many do.
 */
export const findSteady = (things: Thing[], glimpses: number): Set<Blob> => {
  const sightings = things.filter(isSteady).flatMap((thing) => thing.sightings);
  if (sightings.length > MAX_AT_A_TIME * glimpses) return new Set();
  return new Set(sightings.map(({ blob }) => blob));
};

const isSteady = ({ first, last, sightings }: Thing) => {
  const looks = last.glimpse - first.glimpse;
  if (sightings.length < MIN_SIGHTINGS || sightings.length < looks * SEEN_SHARE) return false;
  const [from, to] = [middleOf(first.blob), middleOf(last.blob)];
  const [wayX, wayY] = [to.x - from.x, to.y - from.y];
  const offCourse = sightings.map(({ glimpse, blob }) => {
    const gone = (glimpse - first.glimpse) / looks;
    const { x, y } = middleOf(blob);
    return Math.hypot(x - from.x - gone * wayX, y - from.y - gone * wayY);
  });
  return (
    Math.hypot(wayX, wayY) >= MIN_WAY &&
    offCourse.reduce((sum, cells) => sum + cells, 0) <= MAX_OFF_COURSE * sightings.length
  );
};
