import { areaOf, type Sighting } from './blobs.ts';
import { COLUMNS } from './glimpse.ts';
import type { Thing } from './things.ts';

const CHANGED_GRAYS = 12;
const MIN_CHANGED_SHARE = 0.04;

/** The object while something changes at its place, so that a bottle which a hand sets down does not count forever. */
export const whileMoving = (thing: Thing, pictures: (Float32Array | undefined)[]): Thing => {
  const sightings = thing.sightings.filter((sighting) => isMoving(sighting, pictures));
  const [first, last] = [sightings[0], sightings.at(-1)];
  return first && last ? { first, last, sightings } : thing;
};

const isMoving = ({ glimpse, blob }: Sighting, pictures: (Float32Array | undefined)[]) => {
  const [now, before] = [pictures[glimpse], pictures[glimpse - 1] ?? pictures[glimpse + 1]];
  if (!now || !before) return true;
  let changed = 0;
  for (let y = blob.top; y <= blob.bottom; y += 1)
    for (let cell = y * COLUMNS + blob.left; cell <= y * COLUMNS + blob.right; cell += 1)
      if (Math.abs((now[cell] ?? 0) - (before[cell] ?? 0)) > CHANGED_GRAYS) changed += 1;
  return changed >= Math.max(1, areaOf(blob) * MIN_CHANGED_SHARE);
};
