import { expect, test } from '@jest/globals';
import { frameOf, ratiosOf, type FrameShape } from './frame.ts';
import type { Picture } from './picture.ts';

const GREY = 128;
const THREE_SHAPES: FrameShape['sizes'] = [
  { width: 640, height: 384 },
  { width: 512, height: 512 },
  { width: 384, height: 640 },
];

const picture = (width: number, height: number): Picture => ({
  width,
  height,
  rgb: Buffer.alloc(width * height * 3, GREY),
});

test.each([
  [1920, 1080, 640, 384],
  [600, 480, 512, 512],
  [1080, 1920, 384, 640],
])(
  'a picture of %ix%i pixels fits a frame of %ix%i',
  async (width, height, frameWidth, frameHeight) => {
    const frame = await frameOf(picture(width, height), { sizes: THREE_SHAPES, fit: 'bars' });

    expect([frame.width, frame.height]).toEqual([frameWidth, frameHeight]);
    expect(frame.rgb).toHaveLength(frameWidth * frameHeight * 3);
  },
);

test('bars keep the aspect ratio of the picture, and boxes are mapped back', async () => {
  const wide = picture(1280, 720);
  const frame = await frameOf(wide, { sizes: THREE_SHAPES, fit: 'bars' });

  expect(frame.rgb[(5 * 640 + 320) * 3]).toBe(0);
  expect(frame.rgb[(192 * 640 + 320) * 3]).toBe(GREY);
  expect(ratiosOf(wide, frame, 'bars')({ left: -5, top: 12, right: 320, bottom: 192 })).toEqual({
    left: 0,
    top: 0,
    right: 0.5,
    bottom: 0.5,
  });
});

test('stretching fills the frame, and boxes are mapped back', async () => {
  const wide = picture(1280, 720);
  const frame = await frameOf(wide, { sizes: [{ width: 300, height: 300 }], fit: 'stretch' });

  expect(frame.rgb.every((value) => value === GREY)).toBe(true);
  expect(ratiosOf(wide, frame, 'stretch')({ left: 0, top: 75, right: 150, bottom: 400 })).toEqual({
    left: 0,
    top: 0.25,
    right: 0.5,
    bottom: 1,
  });
});
