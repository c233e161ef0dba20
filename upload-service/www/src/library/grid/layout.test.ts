import { describe, expect, test } from '@jest/globals';
import type { Day } from '../list/days.ts';
import { EMPTY, withPart } from '../list/listing.ts';
import { card } from '../testing/cards.ts';
import { drawBetween, layOut, rowAt, topOf } from './layout.ts';

const SIZES = { columns: 3, rowHeight: 100, headHeight: 40 };

const day = (name: string, count: number, first: number): Day => {
  const videos = Array.from({ length: count }, (_, index) => card(first + index));
  return { day: name, videos: withPart(EMPTY, { below: '\uffff' }, { videos }, 0).videos };
};
// 40 + 200, 40 + 100 and 40 + 300 pixels high.
const DAYS = [day('c', 4, 0), day('b', 1, 4), day('a', 9, 5)];
const BOXES = layOut(DAYS, SIZES);

const draw = (from: number, to: number) => {
  const { days, before, after } = drawBetween(BOXES, from, to, SIZES);
  return {
    days: days.map((each) => [each.day, each.videos.map(({ name }) => Number.parseInt(name, 10))]),
    before,
    after,
    within: days.map((each) => [each.before, each.after]),
  };
};

test('days are stacked, each as high as its heading and its rows', () => {
  expect(BOXES.map(({ top, height }) => [top, height])).toEqual([
    [0, 240],
    [240, 140],
    [380, 340],
  ]);
});

describe('only visible rows are rendered', () => {
  test('at the top', () => {
    expect(draw(0, 100)).toEqual({
      days: [['c', [0, 1, 2]]],
      before: 0,
      after: 480,
      within: [[0, 100]],
    });
  });

  test('between two days, with whole rows', () => {
    expect(draw(150, 300)).toEqual({
      days: [
        ['c', [3]],
        ['b', [4]],
      ],
      before: 0,
      after: 340,
      within: [
        [100, 0],
        [0, 0],
      ],
    });
  });

  test('at the end', () => {
    expect(draw(650, 900)).toEqual({
      days: [['a', [11, 12, 13]]],
      before: 380,
      after: 0,
      within: [[200, 0]],
    });
  });

  test('and nothing above or below the grid', () => {
    expect(draw(-500, 0)).toEqual({ days: [], before: 0, after: 720, within: [] });
    expect(draw(800, 1000)).toEqual({ days: [], before: 720, after: 0, within: [] });
    expect(drawBetween([], 0, 100, SIZES)).toEqual({ days: [], before: 0, after: 0 });
  });
});

test.each([-1000, -50, 0, 39, 40, 41, 139, 140, 239, 240, 380, 500, 719, 720, 1000])(
  'rendered and skipped parts add up to the height of the grid, from %d on',
  (from) => {
    for (const height of [1, 100, 333, 5000]) {
      const { days, before, after } = drawBetween(BOXES, from, from + height, SIZES);
      const heights = days.map(
        (each) =>
          SIZES.headHeight +
          each.before +
          each.after +
          Math.ceil(each.videos.length / SIZES.columns) * SIZES.rowHeight,
      );
      expect(heights.reduce((sum, each) => sum + each, before + after)).toBe(720);
    }
  },
);

test('a row is found by its height and by its video', () => {
  const found = [0, 139, 140, 300, 719].map((height) => {
    const row = rowAt(BOXES, height, SIZES);
    return [row?.video.name, row?.top];
  });

  expect(found).toEqual([
    ['0.mp4', 40],
    ['0.mp4', 40],
    ['3.mp4', 140],
    ['4.mp4', 280],
    ['11.mp4', 620],
  ]);
  expect(rowAt(BOXES, 720, SIZES)).toBe(undefined);
  expect(topOf(BOXES, card(12).id, SIZES)).toBe(620);
  expect(topOf(BOXES, 'unknown', SIZES)).toBe(undefined);
});
