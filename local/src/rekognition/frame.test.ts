import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { fitImage } from './frame.ts';

const GREY = 128;

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: GREY, g: GREY, b: GREY } } });

const brightnessAt = (
  { rgb, width }: Awaited<ReturnType<typeof fitImage>>['frame'],
  [x, y]: [number, number],
) => rgb[(y * width + x) * 3];

describe('the frame', () => {
  test.each([
    [1920, 1080, 640, 384],
    [640, 480, 512, 512],
    [1080, 1920, 384, 640],
  ])('of a %ix%i image has %ix%i pixels', async (width, height, frameWidth, frameHeight) => {
    const { frame } = await fitImage(await picture(width, height).png().toBuffer());

    expect([frame.width, frame.height]).toEqual([frameWidth, frameHeight]);
    expect(frame.rgb).toHaveLength(frameWidth * frameHeight * 3);
  });

  test('shows the whole image between black bars', async () => {
    const { frame, toRatios } = await fitImage(await picture(1280, 720).png().toBuffer());

    expect(brightnessAt(frame, [320, 5])).toBe(0);
    expect(brightnessAt(frame, [320, 192])).toBe(GREY);
    expect(toRatios({ left: -5, top: 12, right: 320, bottom: 192 })).toEqual({
      left: 0,
      top: 0,
      right: 0.5,
      bottom: 0.5,
    });
  });

  test('is upright when a camera has been turned', async () => {
    const turned = await picture(400, 800).jpeg().withMetadata({ orientation: 6 }).toBuffer();

    const { frame } = await fitImage(turned);

    expect([frame.width, frame.height]).toEqual([640, 384]);
  });

  test.each([
    ['gray', picture(200, 200).toColourspace('b-w').png()],
    ['16 bit', picture(200, 200).toColourspace('rgb16').png()],
    ['transparent', picture(200, 200).ensureAlpha(1).png()],
    ['CMYK', picture(200, 200).toColourspace('cmyk').jpeg()],
  ])('of a %s image is plain RGB', async (_, image) => {
    const { frame } = await fitImage(await image.toBuffer());

    expect(frame.rgb).toHaveLength(512 * 512 * 3);
    expect(Math.abs((brightnessAt(frame, [256, 256]) ?? 0) - GREY)).toBeLessThan(16);
  });
});

describe('refused are', () => {
  const rejection = (image: Buffer, code: string) =>
    expect(fitImage(image)).rejects.toMatchObject({ name: 'RekognitionError', code });

  test('text, and images of another format', async () => {
    await rejection(Buffer.from('no image'), 'InvalidImageFormatException');
    await rejection(Buffer.alloc(0), 'InvalidImageFormatException');
    await rejection(await picture(200, 200).webp().toBuffer(), 'InvalidImageFormatException');
  });

  test('an image that ends early', async () => {
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
