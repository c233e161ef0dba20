import { areaOf, type Blob, isCutOff, middleOf, overlap, type Sighting } from './blobs.ts';
import { COLUMNS } from './glimpse.ts';
import { type Step, stepBetween, turnsBackOutside } from './steps.ts';

/** The sightings of one object, in order of time. */
export type Thing = { first: Sighting; last: Sighting; sightings: Sighting[] };

/** Follows blobs from glimpse to glimpse; an object may be out of sight for `gap` glimpses. */
export const followThings = (blobsOf: Blob[][], gap: number): Thing[] => {
  const things: Thing[] = [];
  for (const [glimpse, blobs] of blobsOf.entries()) {
    const open = things.filter(({ last }) => glimpse - last.glimpse <= gap);
    const found = matchBlobs(open, blobs, glimpse);
    for (const blob of blobs) {
      const sighting = { glimpse, blob };
      const thing = found.get(blob);
      if (thing) {
        thing.last = sighting;
        thing.sightings.push(sighting);
      } else things.push({ first: sighting, last: sighting, sightings: [sighting] });
    }
  }
  return things;
};

// The best matches first, with each object and each blob in one of them.
const matchBlobs = (things: Thing[], blobs: Blob[], glimpse: number): Map<Blob, Thing> => {
  const matches = things
    .flatMap((thing) => {
      const expected = expectAt(thing, glimpse);
      return blobs.map((blob) => ({
        thing,
        blob,
        misfit: misfitOf(thing, { glimpse, blob }, expected),
      }));
    })
    .filter(({ misfit }) => misfit < 1)
    .sort((one, other) => one.misfit - other.misfit);
  const found = new Map<Blob, Thing>();
  const taken = new Set<Thing>();
  for (const { thing, blob } of matches) {
    if (found.has(blob) || taken.has(thing)) continue;
    found.set(blob, thing);
    taken.add(thing);
  }
  return found;
};

type Expected = { x: number; y: number; reach: number; step: Step };

// The predicted position, and the tolerance.
const expectAt = ({ last, sightings }: Thing, glimpse: number): Expected => {
  const later = glimpse - last.glimpse;
  const { x, y } = middleOf(last.blob);
  const before = sightings.length > 1 ? (sightings.at(-3) ?? sightings[0]) : undefined;
  if (!before) return { x, y, reach: COLUMNS * 0.35 * Math.min(later, 1.5), step: { x: 0, y: 0 } };
  const step = stepBetween(before, last);
  const reach = COLUMNS / 8 + Math.hypot(step.x, step.y) * 0.7 * later;
  return { x: x + step.x * later, y: y + step.y * later, reach, step };
};

// From 1 on it is another object.
const misfitOf = (
  { last }: Thing,
  { glimpse, blob }: Sighting,
  { x, y, reach, step }: Expected,
) => {
  if (turnsBackOutside(last, step, stepBetween(last, { glimpse, blob }))) return 1;
  const middle = middleOf(blob);
  const distance = Math.hypot(middle.x - x, (middle.y - y) * 1.5) / reach;
  const [area, before] = [areaOf(blob), areaOf(last.blob)];
  const isOtherSize = Math.max(area, before) > 6 * Math.min(area, before);
  const changes = isOtherSize && !isCutOff(blob) && !isCutOff(last.blob);
  return Math.min(distance, overlap(blob, last.blob) ? 0.5 : Infinity) + (changes ? 0.5 : 0);
};
