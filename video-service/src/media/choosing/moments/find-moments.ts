import { differencesFromBackground } from './background.ts';
import { areaOf, type Blob, findBlobs, isCutOff, middleOf } from './blobs.ts';
import { findClutter, LARGE_EDGES } from './clutter.ts';
import { findEdges } from './edges.ts';
import { COLUMNS, type Glimpse } from './glimpse.ts';
import { quantile } from './quantile.ts';
import { followThings, type Sighting, type Thing } from './things.ts';

/**
 * A thing that comes and goes: from when until when it is to be seen, in seconds, and how well at each time; at
 * its best it is large, whole, and far from the sides of the picture.
 */
export type Moment = { start: number; end: number; best: View; views: View[] };
type View = { time: number; score: number };

const MIN_GLIMPSES = 4;
const OUT_OF_SIGHT_SECONDS = 0.7;

// What sways in place goes no such way.
const MIN_WAY = COLUMNS * 0.12;
const MIN_REACH = 15;
const MIN_SIGHTINGS = 2;

/** What comes and goes in front of a camera that stands still, in order of time; undefined when it does not. */
export const findMoments = (glimpses: Glimpse[]): Moment[] | undefined => {
  const [first, last] = [glimpses[0], glimpses.at(-1)];
  if (!first || !last || glimpses.length < MIN_GLIMPSES) return [];
  const edges = findEdges(differencesFromBackground(glimpses));
  if (!edges) return undefined;
  const secondsApart = (last.time - first.time) / (glimpses.length - 1);
  const gap = Math.max(1, Math.round(OUT_OF_SIGHT_SECONDS / secondsApart));
  const things = thingsAmong(edges.map(findBlobs), gap);
  return things
    .map((thing) => toMoment(thing, glimpses))
    .sort((one, other) => one.start - other.start);
};

const thingsAmong = (blobsOf: Blob[][], gap: number): Thing[] => {
  const standsOut = findClutter(followThings(blobsOf, gap), blobsOf);
  const standingOut = blobsOf.map((blobs) => blobs.filter(standsOut));
  return followThings(standingOut, gap).filter(isGoing);
};

// Its middle goes a way or, like an arm that reaches into the picture, one of its sides does.
const isGoing = ({ sightings }: Thing) => {
  const blobs = sightings.map(({ blob }) => blob);
  const middles = blobs.map(middleOf);
  const way = Math.hypot(rangeOf(middles.map(({ x }) => x)), rangeOf(middles.map(({ y }) => y)));
  const reach = Math.max(
    rangeOf(blobs.map(({ left }) => left)),
    rangeOf(blobs.map(({ right }) => right)),
    rangeOf(blobs.map(({ top }) => top)),
    rangeOf(blobs.map(({ bottom }) => bottom)),
  );
  const isLarge =
    quantile(
      blobs.map(({ edges }) => edges),
      0.5,
    ) >= LARGE_EDGES;
  return (
    blobs.length >= MIN_SIGHTINGS &&
    (way >= MIN_WAY || reach >= (isLarge ? MIN_REACH / 3 : MIN_REACH))
  );
};

const rangeOf = (values: number[]) => Math.max(...values) - Math.min(...values);

const toMoment = ({ first, last, sightings }: Thing, glimpses: Glimpse[]): Moment => {
  const timeOf = ({ glimpse }: Sighting) => glimpses[glimpse]?.time ?? 0;
  const viewOf = (sighting: Sighting) => ({ time: timeOf(sighting), score: scoreOf(sighting) });
  const views = sightings.map(viewOf);
  const best = views.reduce((one, other) => (other.score > one.score ? other : one), viewOf(first));
  return { start: timeOf(first), end: timeOf(last), best, views };
};

const scoreOf = ({ blob }: Sighting) => {
  const offCentre = Math.abs(middleOf(blob).x / COLUMNS - 0.5);
  return Math.sqrt(areaOf(blob)) * (1 - offCentre / 2) * (isCutOff(blob) ? 0.3 : 1);
};
