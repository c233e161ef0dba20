import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { decodePicture } from './picture.ts';

const GREY = 128;

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: GREY, g: GREY, b: GREY } } });

test('a picture is upright if the camera was rotated', async () => {
  const turned = await picture(400, 800).jpeg().withMetadata({ orientation: 6 }).toBuffer();

  expect(await decodePicture(turned)).toMatchObject({ width: 800, height: 400 });
});

test('a huge picture is shrunk, a small one is not enlarged', async () => {
  const huge = await decodePicture(await picture(10_000, 2000).png().toBuffer());
  const small = await decodePicture(await picture(80, 90).png().toBuffer());

  expect([huge.width, huge.height, huge.rgb.length]).toEqual([1920, 384, 1920 * 384 * 3]);
  expect([small.width, small.height, small.rgb.length]).toEqual([80, 90, 80 * 90 * 3]);
});

test.each([
  ['gray', picture(200, 200).toColourspace('b-w').png()],
  ['16 bit', picture(200, 200).toColourspace('rgb16').png()],
  ['transparent', picture(200, 200).ensureAlpha(1).png()],
  ['CMYK', picture(200, 200).toColourspace('cmyk').jpeg()],
])('a %s picture becomes plain RGB', async (_, image) => {
  const { rgb } = await decodePicture(await image.toBuffer());

  expect(rgb).toHaveLength(200 * 200 * 3);
  expect(Math.abs((rgb[0] ?? 0) - GREY)).toBeLessThan(16);
});

describe('decoding a picture refuses', () => {
  const rejection = (image: Buffer, code: string) =>
    expect(decodePicture(image)).rejects.toMatchObject({ name: 'RekognitionError', code });

  test('text, and images of another format', async () => {
    await rejection(Buffer.from('no image'), 'InvalidImageFormatException');
    await rejection(Buffer.alloc(0), 'InvalidImageFormatException');
    await rejection(await picture(200, 200).webp().toBuffer(), 'InvalidImageFormatException');
  });

  test('a truncated image', async () => {
    const whole = await picture(200, 200).png({ compressionLevel: 0 }).toBuffer();

    await rejection(whole.subarray(0, whole.length / 2), 'InvalidImageFormatException');
  });

  test('an image with a side of over 10,000 pixels', async () => {
    await rejection(await picture(10_001, 100).png().toBuffer(), 'ImageTooLargeException');
  });

  test('an image with a side of under 80 pixels', async () => {
    await rejection(await picture(79, 200).png().toBuffer(), 'InvalidParameterException');
  });
});
