import { expect, test } from '@jest/globals';
import { momentAt } from '../testing/moments.ts';
import { chooseMomentPictures, isShownAnyway, previewTimes } from './preview-moments.ts';

test('each moment is shown at its best, and as it comes and goes if there is room', () => {
  expect(previewTimes([momentAt(5), momentAt(20)])).toEqual([4, 5, 6, 19, 20, 21]);
});

test('eight of many moments are shown', () => {
  const moments = Array.from({ length: 12 }, (_, index) => momentAt(3 * index + 1));

  expect(previewTimes(moments)).toHaveLength(8);
});

test('an object that has hardly entered the picture is not shown', () => {
  const moment = momentAt(5);
  const views = [{ time: 4, score: 1 }, moment.best];

  expect(previewTimes([{ ...moment, views }])).toEqual([5]);
});

test('a weaker moment within a stronger one has no picture', () => {
  const stronger = { ...momentAt(5, 20), views: [{ time: 5, score: 20 }] };
  const weaker = { ...momentAt(5.8, 2), views: [] };

  expect(previewTimes([stronger, weaker])).toEqual([5]);
});

const picture = (millisecond: number, gray = 200) => ({
  millisecond,
  width: 16,
  height: 16,
  rgb: Uint8Array.from({ length: 16 * 16 * 3 }, (_, at) => (at * 7919 * (at + 1)) % (gray + 1)),
});

const chosenFrom = (moments: number[], taken: number[], looked: number[]) =>
  chooseMomentPictures(
    moments.map((time) => momentAt(time)),
    {
      taken: taken.map((time) => picture(time)),
      looked: looked.map((time) => picture(time)),
    },
  );

const timesOf = (chosen: ReturnType<typeof chosenFrom>) =>
  chosen?.pictures.map(({ millisecond }) => millisecond);

test('the preview begins with a moment at its best, and two pictures show the empty scene', () => {
  const chosen = chosenFrom([5, 20], [4000, 5000, 20_000], [0, 3000, 5500, 9000, 15_000, 30_000]);

  expect(chosen?.poster.millisecond).toBe(5000);
  expect(timesOf(chosen)).toEqual([5000, 20_000, 30_000, 0, 4000]);
});

test('a scene that is never empty is not shown empty', () => {
  expect(timesOf(chosenFrom([1], [1000], [0, 500, 1000, 2000]))).toEqual([1000]);
});

test('a dark scene is still shown', () => {
  const night = [picture(1000, 10), picture(2000, 10)];

  const chosen = chooseMomentPictures([momentAt(1)], { taken: night, looked: [] });

  expect(timesOf(chosen)).toEqual([1000, 2000]);
});

test('black before the scene is not shown', () => {
  const chosen = chooseMomentPictures([momentAt(5)], {
    taken: [picture(5000)],
    looked: [picture(0, 5), picture(2000), picture(9000)],
  });

  expect(timesOf(chosen)).toEqual([5000, 9000, 2000]);
});

test('pictures are good enough if at most two of them show the empty scene', () => {
  const pictures = [0, 4500, 5000, 9000].map((time) => picture(time));

  expect(isShownAnyway([momentAt(5)], pictures)).toBe(true);
  expect(isShownAnyway([momentAt(5)], [...pictures, picture(12_000)])).toBe(false);
});

test('without pictures of moments there is no preview of them', () => {
  expect(chosenFrom([5], [], [0, 9000])).toBe(undefined);
});
