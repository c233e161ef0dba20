import { exposeAlike } from './background.ts';
import { type Blob, findBlobs, middleOf, type Sighting } from './blobs.ts';
import { findClutter } from './clutter.ts';
import { findEdges } from './edges.ts';
import { COLUMNS, type Glimpse } from './glimpse.ts';
import { isGoing, isNoClutter } from './going.ts';
import { joinBroken, withoutParts } from './parts.ts';
import { findSteady } from './steady.ts';
import { followThings, type Thing } from './things.ts';
import { whileMoving } from './while-moving.ts';
import { wholenessOf } from './wholeness.ts';

/**
 * An object that comes and goes: when it is visible, in seconds, and how well at each time. At its best it is large,
 * complete, and far from the sides of the picture.
 */
export type Moment = { start: number; end: number; best: View; views: View[] };
type View = { time: number; score: number };

const MIN_GLIMPSES = 4;
const OUT_OF_SIGHT_SECONDS = 0.7;

/** What comes and goes before a stationary camera, in order of time; undefined if the camera moves. */
export const findMoments = (glimpses: Glimpse[]): Moment[] | undefined => {
  const [first, last] = [glimpses[0], glimpses.at(-1)];
  if (!first || !last || glimpses.length < MIN_GLIMPSES) return [];
  const exposed = exposeAlike(glimpses);
  const edges = findEdges(exposed);
  if (!edges) return undefined;
  const secondsApart = (last.time - first.time) / (glimpses.length - 1);
  const gap = Math.max(1, Math.round(OUT_OF_SIGHT_SECONDS / secondsApart));
  const things = thingsAmong(edges.map(findBlobs), gap);
  return withoutParts(things.map((thing) => whileMoving(thing, exposed.pictures)))
    .map((thing) => toMoment(thing, glimpses))
    .sort((one, other) => one.start - other.start);
};

const thingsAmong = (blobsOf: Blob[][], gap: number): Thing[] => {
  const followed = followThings(blobsOf, gap);
  const leastStrength = findClutter(followed, blobsOf);
  const steady = findSteady(followed, blobsOf.length);
  const standingOut = blobsOf.map((blobs) =>
    blobs.filter((blob) => blob.strength >= leastStrength(blob) || steady.has(blob)),
  );
  const things = followThings(standingOut, gap).filter(
    (thing) => isGoing(thing) && isNoClutter(thing, leastStrength),
  );
  return joinBroken(things);
};

const toMoment = ({ first, last, sightings }: Thing, glimpses: Glimpse[]): Moment => {
  const timeOf = ({ glimpse }: Sighting) => glimpses[glimpse]?.time ?? 0;
  const wholeness = wholenessOf(sightings.map(({ blob }) => blob));
  const views = sightings.map((sighting, at) => ({
    time: timeOf(sighting),
    score: scoreOf(sighting.blob) * (wholeness[at] ?? 0),
  }));
  const best = views.reduce((one, other) => (other.score > one.score ? other : one));
  return { start: timeOf(first), end: timeOf(last), best, views };
};

const scoreOf = (blob: Blob) => {
  const offCentre = Math.abs(middleOf(blob).x / COLUMNS - 0.5);
  return Math.sqrt(blob.edges) * (1 - offCentre / 2);
};
