import { expect, test } from '@jest/globals';
import { findMoments } from './find-moments.ts';
import { createRandom } from '../../testing/random.ts';
import { COLUMNS, type Glimpse, ROWS } from './glimpse.ts';

type Box = { left: number; top: number; width: number; height: number; gray: number };

const EVERY = 0.2;
const BOTTLE: Box = { left: 50, top: 15, width: 6, height: 22, gray: 40 };

/** Glimpses of a gray wall before a dark floor, with the boxes of each time over it. */
const glimpsesOf = (seconds: number, boxesAt: (time: number) => Box[]): Glimpse[] => {
  const scene = Uint8Array.from(
    { length: COLUMNS * ROWS },
    (_, cell) => (cell < 35 * COLUMNS ? 170 : 90) + (cell % 3),
  );
  return Array.from({ length: seconds / EVERY }, (_, index) => {
    const time = Math.round(index * EVERY * 10) / 10;
    const grays = Uint8Array.from(scene);
    for (const { left, top, width, height, gray } of boxesAt(time))
      for (let y = Math.max(0, top); y < Math.min(ROWS, top + height); y += 1)
        grays.fill(
          gray,
          y * COLUMNS + Math.min(COLUMNS, Math.max(0, left)),
          y * COLUMNS + Math.max(0, Math.min(COLUMNS, left + width)),
        );
    return { time, grays };
  });
};

const during = (time: number, from: number, until: number, boxes: Box[]) =>
  time >= from && time < until ? boxes : [];

// Down from the top and up again within three seconds.
const arm = (time: number, start: number, x: number): Box[] => {
  const reach = 15 - 10 * Math.abs(time - start - 1.5);
  return reach <= 0 ? [] : [{ left: x, top: 0, width: 10, height: reach, gray: 210 }];
};

const timesOf = (glimpses: Glimpse[]) =>
  findMoments(glimpses)?.map(({ start, end }) => [start, end]);

test('an object that is put down counts only until it stands', () => {
  const put = (time: number) => Math.min(40, 10 * (time - 10));

  const times = timesOf(
    glimpsesOf(40, (time) =>
      time < 10 ? [] : during(time, 10, 22, [{ ...BOTTLE, left: put(time) }]),
    ),
  );

  expect(times).toHaveLength(1);
  expect(times?.[0]?.[1]).toBeLessThanOrEqual(14.2);
});

test('an arm that falls apart into sleeve and hand is one moment', () => {
  const times = timesOf(
    glimpsesOf(30, (time) =>
      arm(time, 10, 30).flatMap((sleeve) => [
        sleeve,
        { left: 30, top: sleeve.height + 4, width: 9, height: 8, gray: 40 },
      ]),
    ),
  );

  expect(times).toHaveLength(1);
});

test('an object that is lost on its way and found again is one moment', () => {
  const car = (time: number): Box => ({
    ...{ left: Math.round(8 * (time - 10)), top: 20, width: 12, height: 8 },
    gray: time > 14 && time < 14.5 ? 168 : 30,
  });

  expect(timesOf(glimpsesOf(30, (time) => during(time, 9, 21, [car(time)])))).toHaveLength(1);
});

test('two objects that pass at the same time are two moments', () => {
  const way = (time: number) => Math.round(8 * (time - 10));

  const times = timesOf(
    glimpsesOf(30, (time) =>
      during(time, 9, 21, [
        { left: way(time), top: 4, width: 10, height: 8, gray: 30 },
        { left: 80 - way(time), top: 26, width: 10, height: 8, gray: 240 },
      ]),
    ),
  );

  expect(times).toHaveLength(2);
});

test('an object that is taken away for a while leaves no ghost behind', () => {
  const away = (time: number) => time > 10 && time < 15;

  expect(timesOf(glimpsesOf(40, (time) => (away(time) ? [] : [BOTTLE])))).toEqual([]);
});

test('a thing that comes in while another one leaves is a moment of its own', () => {
  const box = { top: 14, width: 8, height: 8 };
  const thereAndBack = (time: number): Box[] =>
    time < 14.2
      ? [{ ...box, left: Math.round(20 * (time - 10)), gray: 30 }]
      : [{ ...box, left: 64 - Math.round(20 * (time - 14.2)), gray: 240 }];

  expect(timesOf(glimpsesOf(30, (time) => during(time, 9.8, 18, thereAndBack(time))))).toHaveLength(
    2,
  );
});

test('something small that goes straight through the rain is a moment', () => {
  const random = createRandom(4);
  const drop = (): Box => ({
    left: Math.floor(random.between(0, COLUMNS)),
    top: Math.floor(random.between(0, ROWS - 5)),
    ...{ width: 1, height: 5, gray: 200 },
  });
  const bird = (time: number): Box => ({
    left: Math.round(12 * (time - 10)),
    ...{ top: 25, width: 2, height: 2, gray: 90 },
  });

  const times = timesOf(
    glimpsesOf(30, (time) => [drop(), drop(), ...during(time, 10, 17, [bird(time)])]),
  );

  expect(times).toEqual([[expect.closeTo(10.2, 0), expect.closeTo(16.6, 0)]]);
});
