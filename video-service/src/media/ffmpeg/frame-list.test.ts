import { expect, test } from '@jest/globals';
import { parseFrameList } from './frame-list.ts';

const list = (...lines: [stream: number, millisecond: number, size: number][]) =>
  [
    '#tb 0: 1/1000',
    ...lines.map(([stream, at, size]) => `${stream}, ${at}, ${at}, 1, ${size}, 0x0`),
  ].join('\n');

test('a frame has the width of one stream and the height of the other, in order of time', () => {
  const { frames } = parseFrameList(list([0, 40, 320], [1, 40, 180], [0, 0, 320], [1, 0, 180]));

  expect(frames).toEqual([
    { millisecond: 0, at: 1, width: 320, height: 180 },
    { millisecond: 40, at: 0, width: 320, height: 180 },
  ]);
});

test('of pictures at the same millisecond the last is taken, and all are counted', () => {
  expect(
    parseFrameList(list([0, 0, 320], [1, 0, 180], [0, 0, 640], [1, 0, 360], [0, 40, 320])),
  ).toEqual({ frames: [{ millisecond: 0, at: 1, width: 640, height: 360 }], listed: 3 });
});
