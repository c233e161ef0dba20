import { exposeAlike } from './background.ts';
import { type Blob, findBlobs, isCutOff, middleOf } from './blobs.ts';
import { findClutter } from './clutter.ts';
import { findEdges } from './edges.ts';
import { COLUMNS, type Glimpse } from './glimpse.ts';
import { isGoing, isNoClutter } from './going.ts';
import { joinBroken, withoutParts } from './parts.ts';
import { followThings, type Sighting, type Thing } from './things.ts';
import { whileMoving } from './while-moving.ts';

/**
 * An object that comes and goes: when it is visible, in seconds, and how well at each time. At its best it is large,
 * complete, and far from the sides of the picture.
 */
export type Moment = { start: number; end: number; best: View; views: View[] };
type View = { time: number; score: number };

const MIN_GLIMPSES = 4;
const OUT_OF_SIGHT_SECONDS = 0.7;

const [PART_SHARE, NEARLY_WHOLE_SHARE] = [0.7, 0.97];
const [NEARLY_WHOLE, CUT_OFF] = [0.85, 0.3];

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
  const leastEdges = findClutter(followThings(blobsOf, gap), blobsOf);
  const standingOut = blobsOf.map((blobs) =>
    blobs.filter((blob) => blob.edges >= leastEdges(blob)),
  );
  const things = followThings(standingOut, gap).filter(
    (thing) => isGoing(thing) && isNoClutter(thing, leastEdges),
  );
  return joinBroken(things);
};

const toMoment = ({ first, last, sightings }: Thing, glimpses: Glimpse[]): Moment => {
  const timeOf = ({ glimpse }: Sighting) => glimpses[glimpse]?.time ?? 0;
  const views = sightings.map((sighting, at) => ({
    time: timeOf(sighting),
    score: scoreOf(sighting.blob) * wholenessAt(sightings, at),
  }));
  const best = views.reduce((one, other) => (other.score > one.score ? other : one));
  return { start: timeOf(first), end: timeOf(last), best, views };
};

const scoreOf = (blob: Blob) => {
  const offCentre = Math.abs(middleOf(blob).x / COLUMNS - 0.5);
  return Math.sqrt(blob.edges) * (1 - offCentre / 2);
};

// An object that a side of the picture hardly cuts off is nearly complete. Something small that is cut off before and
// after is only a part, seen separately.
const wholenessAt = (sightings: Sighting[], at: number) => {
  const isIn = (other: number) => sightings[other] && !isCutOff(sightings[other].blob);
  const most = Math.max(...sightings.map(({ blob }) => blob.edges));
  const share = (sightings[at]?.blob.edges ?? 0) / most;
  if (isIn(at) && (isIn(at - 1) || isIn(at + 1) || share >= PART_SHARE)) return 1;
  return share >= NEARLY_WHOLE_SHARE ? NEARLY_WHOLE : CUT_OFF;
};
