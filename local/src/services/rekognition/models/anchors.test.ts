import { expect, test } from '@jest/globals';
import { boxFrom, ssdAnchors } from './anchors.ts';

test('the detector starts from 1917 boxes, three per cell of its finest map and six of the others', () => {
  const anchors = ssdAnchors();

  expect(anchors).toHaveLength(3 * 19 * 19 + 6 * (100 + 25 + 9 + 4 + 1));
  expect(anchors[0]).toEqual({ x: 0.5 / 19, y: 0.5 / 19, width: 0.1, height: 0.1 });
  expect(anchors.at(-1)?.x).toBe(0.5);
});

test('an output of zeros keeps the anchor’s box', () => {
  const anchor = { x: 0.5, y: 0.25, width: 0.5, height: 0.25 };

  expect(boxFrom(anchor, new Float32Array(4))).toEqual({
    left: 0.25,
    top: 0.125,
    right: 0.75,
    bottom: 0.375,
  });
});

test('an output moves the box by tenths of its sides', () => {
  const anchor = { x: 0.5, y: 0.25, width: 0.5, height: 0.25 };

  expect(boxFrom(anchor, Float32Array.of(10, -5, 0, 0))).toEqual({
    left: 0,
    top: 0.375,
    right: 0.5,
    bottom: 0.625,
  });
});
