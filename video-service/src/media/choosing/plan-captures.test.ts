import { expect, test } from '@jest/globals';
import { momentAt } from '../testing/moments.ts';
import { coverScenes, planStillCamera } from './plan-captures.ts';

const CELLS = 32 * 18;
const scene = Uint8Array.from({ length: CELLS }, (_, cell) => (Math.floor(cell / 4) % 2) * 100);
const thing = scene.map((gray, cell) => (cell % 32 < 6 && cell < 200 ? 255 : gray));
const elsewhere = Uint8Array.from({ length: CELLS }, (_, cell) => (Math.floor(cell / 3) % 2) * 200);

const moments = [momentAt(5)];
const keyframe = (time: number, sameAs?: number) => ({
  time,
  kind: 'keyframe' as const,
  ...(sameAs !== undefined && { sameAs }),
});
const moment = { time: 5, kind: 'moment' as const };

test('the empty scene needs no picture if a moment shows it as well', () => {
  const plan = [keyframe(0), moment, keyframe(10, 0)];
  const thumbnails = new Map([
    [0, scene],
    [5, thing],
  ]);

  expect(coverScenes(plan, moments, thumbnails)).toEqual([keyframe(0, 5), moment, keyframe(10, 5)]);
});

test('a scene that no moment shows keeps its picture', () => {
  const plan = [keyframe(0), moment, keyframe(10)];
  const thumbnails = new Map([
    [0, scene],
    [5, thing],
    [10, elsewhere],
  ]);

  expect(coverScenes(plan, moments, thumbnails)).toEqual([keyframe(0, 5), moment, keyframe(10)]);
});

test('a stationary camera without activity has one picture of its scene', () => {
  const thumbnails = Buffer.concat([scene, scene, scene]);

  const plan = planStillCamera({ times: [0, 5, 10], thumbnails }, [], 20);

  expect(coverScenes(plan, [], new Map([[0, scene]]))).toEqual([
    keyframe(0),
    keyframe(5, 0),
    keyframe(10, 0),
  ]);
});
