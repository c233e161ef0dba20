import { areaOf, type Blob } from './blobs.ts';
import type { Sighting, Thing } from './things.ts';

// Objects seen separately, but this near in cells and glimpses, may be one.
const NEAR_CELLS = 3;
const NEAR_GLIMPSES = 1;

const LATER_GLIMPSES = 2;

const MAX_BRIEF_SIGHTINGS = 4;

/**
 * The objects without the parts of larger ones: an arm and the bottle in its hand are sometimes one blob and sometimes
 * two. A part is first seen beside the larger object, and last also beside it or only slightly after it; or it is there
 * briefly while the larger one comes and goes.
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
      const before = joined.find(({ last }) => isBeside(last, thing.first));
      if (!before) return [...joined, thing];
      const sightings = [...before.sightings, ...thing.sightings];
      const whole = { first: before.first, last: thing.last, sightings };
      return joined.map((each) => (each === before ? whole : each));
    }, []);

const sizeOf = ({ sightings }: Thing) => Math.max(...sightings.map(({ blob }) => areaOf(blob)));

const isPartOf = (thing: Thing, whole: Thing) =>
  isInstantOf(thing, whole) ||
  (isSeenBeside(thing.first, whole) &&
    (isSeenBeside(thing.last, whole) || isOutlasted(thing, whole)));

const isSeenBeside = (sighting: Sighting, { sightings }: Thing) =>
  sightings.some((other) => isBeside(sighting, other));

const isOutlasted = ({ first, last }: Thing, whole: Thing) =>
  first.glimpse > whole.first.glimpse && last.glimpse <= whole.last.glimpse + LATER_GLIMPSES;

const isInstantOf = ({ first, last, sightings }: Thing, whole: Thing) =>
  sightings.length <= Math.min(MAX_BRIEF_SIGHTINGS, whole.sightings.length / 2) &&
  first.glimpse >= whole.first.glimpse &&
  last.glimpse <= whole.last.glimpse;

const isBeside = (one: Sighting, other: Sighting) =>
  Math.abs(one.glimpse - other.glimpse) <= NEAR_GLIMPSES && areNear(one.blob, other.blob);

const areNear = (one: Blob, other: Blob) =>
  one.left <= other.right + NEAR_CELLS &&
  other.left <= one.right + NEAR_CELLS &&
  one.top <= other.bottom + NEAR_CELLS &&
  other.top <= one.bottom + NEAR_CELLS;
