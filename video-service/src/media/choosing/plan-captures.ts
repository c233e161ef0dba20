import { chooseMoments, isWellSeen } from './choose-moments.ts';
import type { Moment } from './moments/find-moments.ts';
import { repeatedPictures } from './repeated-pictures.ts';
import { differenceOf, toThumbnails } from './still-camera.ts';

/** A planned capture: its time, and the time of an earlier one if it shows nothing new. */
export type PlannedCapture = { time: number; kind: 'keyframe' | 'moment'; sameAs?: number };

const NEW_SCENE_SHARE = 0.12;

// How much of a scene may be covered by an object.
const COVERED_SHARE = 0.25;

/** The captures of key frames alone: those that repeat the previous picture show nothing new. */
export const planKeyFrames = (times: number[], thumbnails: Uint8Array): PlannedCapture[] =>
  repeatedPictures(thumbnails, times.length).map((original, index) =>
    plan(times[index] ?? 0, times[original]),
  );

/**
 * The captures of a stationary camera: one for each moment, the key frames that show one well or show the scene for the
 * first time, and the others as repetitions of these.
 */
export const planStillCamera = (
  { times, thumbnails }: { times: number[]; thumbnails: Uint8Array },
  moments: Moment[],
  max: number,
): PlannedCapture[] => {
  const scenes = sceneTimes(times, toThumbnails(thumbnails, times.length), moments);
  const shown = times.filter((time) => moments.some((moment) => isWellSeen(moment, time)));
  const needed = shown.filter((time, index) => showsNew(time, shown.slice(0, index), moments));
  const kept = [...new Set(scenes.values()), ...needed];
  const chosen = chooseMoments(moments, kept, max - kept.length);
  const keys = times.map((time) => {
    if (needed.includes(time)) return plan(time);
    const scene = scenes.get(time);
    if (scene !== undefined) return plan(time, scene);
    return plan(time, nearest(time, [...chosen, ...needed]) ?? kept[0]);
  });
  const taken = chosen.map((time): PlannedCapture => ({ time, kind: 'moment' }));
  return fewest([...keys, ...taken], max).sort((one, other) => one.time - other.time);
};

/**
 * Plans captures without an extra picture of the empty scene: if a moment's picture shows the scene as well, it stands
 * for both. `thumbnails` are those of the pictures, by time.
 */
export const coverScenes = (
  captures: PlannedCapture[],
  moments: Moment[],
  thumbnails: Map<number, Uint8Array>,
): PlannedCapture[] => {
  const shown = captures.filter(({ sameAs }) => sameAs === undefined).map(({ time }) => time);
  const busy = shown.filter((time) => !isQuiet(time, moments));
  const isCovered = (scene: number, by: number) => {
    const [empty, picture] = [thumbnails.get(scene), thumbnails.get(by)];
    return empty && picture && differenceOf(empty, picture) < COVERED_SHARE;
  };
  const covers = new Map(
    shown
      .filter((time) => isQuiet(time, moments))
      .map((scene) => [
        scene,
        nearest(
          scene,
          busy.filter((by) => isCovered(scene, by)),
        ),
      ]),
  );
  return captures.map((capture) => {
    const cover = covers.get(capture.sameAs ?? capture.time);
    return cover === undefined ? capture : { ...capture, sameAs: cover };
  });
};

const isQuiet = (time: number, moments: Moment[]) =>
  moments.every(
    (moment) => (time < moment.start || time > moment.end) && !isWellSeen(moment, time),
  );

const plan = (time: number, original = time): PlannedCapture => ({
  time,
  kind: 'keyframe',
  ...(original !== time && { sameAs: original }),
});

// For each key frame without activity, the first one that shows the same scene.
const sceneTimes = (times: number[], thumbnails: Uint8Array[], moments: Moment[]) => {
  const scenes = new Map<number, number>();
  const kept: { time: number; thumbnail: Uint8Array }[] = [];
  for (const [index, time] of times.entries()) {
    const thumbnail = thumbnails[index];
    if (!thumbnail || !isQuiet(time, moments)) continue;
    const same = kept.find((each) => differenceOf(each.thumbnail, thumbnail) < NEW_SCENE_SHARE);
    if (!same) kept.push({ time, thumbnail });
    scenes.set(time, same?.time ?? time);
  }
  return scenes;
};

const showsNew = (time: number, before: number[], moments: Moment[]) =>
  moments.some(
    (moment) => isWellSeen(moment, time) && !before.some((other) => isWellSeen(moment, other)),
  );

const nearest = (time: number, others: number[]) =>
  others.toSorted((one, other) => Math.abs(one - time) - Math.abs(other - time))[0];

// Repetitions are dropped first, from the end.
const fewest = (captures: PlannedCapture[], max: number) => {
  const isSpare = (capture: PlannedCapture) => capture.sameAs !== undefined;
  const spare = captures
    .filter(isSpare)
    .slice(0, Math.max(0, max - captures.filter((each) => !isSpare(each)).length));
  return captures.filter((capture) => !isSpare(capture) || spare.includes(capture));
};
