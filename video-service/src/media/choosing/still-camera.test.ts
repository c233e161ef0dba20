import { expect, test } from '@jest/globals';
import { differenceOf, isStillCamera, toThumbnails } from './still-camera.ts';

const CELLS = 32 * 18;
const picture = (grayAt: (x: number, y: number) => number) =>
  Uint8Array.from({ length: CELLS }, (_, cell) => grayAt(cell % 32, Math.floor(cell / 32)));
const stripes = (shift: number) => picture((x) => (Math.floor((x + shift) / 4) % 2) * 100);
const SCENE = stripes(0);

test('a camera is stationary if its pictures have the same edges, in whatever light', () => {
  const brighter = SCENE.map((gray) => gray + 40);

  expect(isStillCamera([SCENE, brighter, SCENE, brighter])).toBe(true);
});

test('a camera that pans or cuts is not stationary', () => {
  expect(isStillCamera([SCENE, stripes(2), stripes(4), stripes(6)])).toBe(false);
  expect(isStillCamera([SCENE, stripes(2)])).toBe(false);
});

test('a moving camera is detected in the dark as well as by day', () => {
  const dark = (grays: Uint8Array) => grays.map((gray) => Math.round(gray / 12));

  expect(isStillCamera([SCENE, stripes(2), stripes(4), stripes(6)].map(dark))).toBe(false);
  expect(isStillCamera([SCENE, SCENE, stripes(1), SCENE].map(dark))).toBe(true);
});

test('a headlight at night is only a light in a stationary scene', () => {
  const night = (at: number) => picture((x) => (Math.abs(x - at) < 2 ? 250 : 6 + (x % 2)));

  expect(isStillCamera([-9, 4, 12, 20, 28, -9].map(night))).toBe(true);
});

test('a large object in one of a few pictures does not count as camera movement', () => {
  const hands = picture((x, y) => (y < 12 ? (x * 37 + y * 11) % 256 : (SCENE[y * 32 + x] ?? 0)));

  expect(differenceOf(SCENE, hands)).toBeGreaterThan(0.4);
  expect(isStillCamera([SCENE, hands, SCENE])).toBe(true);
  expect(isStillCamera([SCENE, SCENE, hands, SCENE])).toBe(true);
  expect(isStillCamera([SCENE, SCENE, hands, SCENE, SCENE])).toBe(true);
});

test('one picture cannot show that the camera moves', () => {
  expect(isStillCamera([SCENE])).toBe(true);
});

test('one of two pictures may show something that the other does not', () => {
  const thing = picture((x, y) => (x < 9 && y < 9 ? 255 : (SCENE[y * 32 + x] ?? 0)));

  expect(isStillCamera([SCENE, thing])).toBe(true);
});

test('a soft shadow is not a difference, an object with sharp edges is', () => {
  const shadow = picture((x, y) => (SCENE[y * 32 + x] ?? 0) + 2 * x);
  const thing = picture((x, y) =>
    x > 10 && x < 20 && y > 5 && y < 12 ? 255 : (SCENE[y * 32 + x] ?? 0),
  );

  expect(differenceOf(SCENE, shadow)).toBe(0);
  expect(differenceOf(SCENE, thing)).toBeGreaterThan(0.05);
});

test('thumbnails are stored one after the other', () => {
  const bytes = new Uint8Array(2 * CELLS).fill(7, CELLS);

  expect(toThumbnails(bytes, 2).map(([first]) => first)).toEqual([0, 7]);
});
