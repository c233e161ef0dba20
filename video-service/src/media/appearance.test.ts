import { expect, test } from '@jest/globals';
import { coloursOf, turnOf } from './appearance.ts';

test.each([
  ['as it is', [1, 0, 0, 1], { rotation: 0, mirrored: false }],
  ['a quarter clockwise', [0, 1, -1, 0], { rotation: 90, mirrored: false }],
  ['upside down', [-1, 0, 0, -1], { rotation: 180, mirrored: false }],
  ['a quarter the other way', [0, -1, 1, 0], { rotation: 270, mirrored: false }],
  ['left to right', [-1, 0, 0, 1], { rotation: 0, mirrored: true }],
  ['top to bottom', [1, 0, 0, -1], { rotation: 180, mirrored: true }],
  ['over the main diagonal', [0, 1, 1, 0], { rotation: 270, mirrored: true }],
  ['over the other diagonal', [0, -1, -1, 0], { rotation: 90, mirrored: true }],
] as const)('a matrix turns a picture %s', (_, [a, b, c, d], turn) => {
  expect(turnOf(a, b, c, d)).toEqual(turn);
});

test('HD without tags is BT.709, smaller pictures and JPEG are BT.601', () => {
  const matrixOf = (width: number, height: number, codec = 'h264') =>
    coloursOf({ matrix: 'unknown' }, { width, height, codec }).matrix;

  expect([matrixOf(1280, 720), matrixOf(640, 360), matrixOf(1280, 720, 'mjpeg')]).toEqual([
    'bt709',
    'smpte170m',
    'smpte170m',
  ]);
});

test('HDR is detected by its transfer function', () => {
  const lightOf = (transfer: string) =>
    coloursOf({ transfer, primaries: 'bt2020' }, { width: 1, height: 1, codec: 'hevc' }).light;

  expect(['smpte2084', 'arib-std-b67', 'bt709'].map(lightOf)).toEqual(['pq', 'hlg', 'wide']);
});
