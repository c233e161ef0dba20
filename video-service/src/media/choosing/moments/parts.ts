import { areaOf, type Blob, type Sighting } from './blobs.ts';
import { COLUMNS } from './glimpse.ts';
import { stepBetween, turnsBackOutside } from './steps.ts';
import type { Thing } from './things.ts';

// Objects seen separately, but this near in cells and glimpses, may be one.
const NEAR_CELLS = 3;
const NEAR_GLIMPSES = 1;

// An object this far from a larger one is not part of it.
const AWAY_CELLS = COLUMNS / 4;

const LATER_GLIMPSES = 2;

const MAX_BRIEF_SIGHTINGS = 4;

/**
 * The objects without the parts of larger ones: an arm and the bottle in its hand are sometimes one blob and sometimes
 * two. A part is first seen beside the larger object, and last also beside it or only slightly after it; or it is there
 * briefly while the larger one comes and goes. An object that gets far away from the larger one is not part of it.
 */
export const withoutParts = (things: Thing[]): Thing[] =>
  things
    .toSorted((one, other) => sizeOf(other) - sizeOf(one))
    .reduce<Thing[]>(
      (wholes, thing) =>
        wholes.some((whole) => isPartOf(thing, whole)) ? wholes : [...wholes, thing],
      [],
    );

/** The objects, each joined with one that begins beside it when it ends: one was lost and found again as another. */
export const joinBroken = (things: Thing[]): Thing[] =>
  things
    .toSorted((one, other) => one.first.glimpse - other.first.glimpse)
    .reduce<Thing[]>((joined, thing) => {
      const before = joined.find((each) => goesOn(each, thing));
      if (!before) return [...joined, thing];
      const sightings = [...before.sightings, ...thing.sightings];
      const whole = { first: before.first, last: thing.last, sightings };
      return joined.map((each) => (each === before ? whole : each));
    }, []);

const goesOn = (before: Thing, { first, last, sightings }: Thing) => {
  const step = stepBetween(before.sightings.at(-3) ?? before.first, before.last);
  const next = stepBetween(first, sightings[2] ?? last);
  return isBeside(before.last, first) && !turnsBackOutside(before.last, step, next);
};

const sizeOf = ({ sightings }: Thing) => Math.max(...sightings.map(({ blob }) => areaOf(blob)));

const isPartOf = (thing: Thing, whole: Thing) =>
  isInstantOf(thing, whole) ||
  (isSeenBeside(thing.first, whole) &&
    (isSeenBeside(thing.last, whole) || isOutlasted(thing, whole)) &&
    !getsAway(thing, whole));

const isSeenBeside = (sighting: Sighting, { sightings }: Thing) =>
  sightings.some((other) => isBeside(sighting, other));

const isOutlasted = ({ first, last }: Thing, whole: Thing) =>
  first.glimpse > whole.first.glimpse && last.glimpse <= whole.last.glimpse + LATER_GLIMPSES;

const getsAway = ({ sightings }: Thing, whole: Thing) => {
  const blobAt = new Map(whole.sightings.map(({ glimpse, blob }) => [glimpse, blob]));
  return sightings.some(({ glimpse, blob }) => {
    const other = blobAt.get(glimpse);
    return other && !areNear(blob, other, AWAY_CELLS);
  });
};

const isInstantOf = ({ first, last, sightings }: Thing, whole: Thing) =>
  sightings.length <= Math.min(MAX_BRIEF_SIGHTINGS, whole.sightings.length / 2) &&
  first.glimpse >= whole.first.glimpse &&
  last.glimpse <= whole.last.glimpse;

const isBeside = (one: Sighting, other: Sighting) =>
  Math.abs(one.glimpse - other.glimpse) <= NEAR_GLIMPSES && areNear(one.blob, other.blob);

const areNear = (one: Blob, other: Blob, cells = NEAR_CELLS) =>
  one.left <= other.right + cells &&
  other.left <= one.right + cells &&
  one.top <= other.bottom + cells &&
  other.top <= one.bottom + cells;
