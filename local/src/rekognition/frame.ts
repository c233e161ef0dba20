import sharp from 'sharp';
import type { Box, FrameSize } from './heat-maps.ts';
import { RekognitionError } from './rekognition-error.ts';

/** A picture as the network takes it: RGB, three bytes a pixel. */
export type Frame = FrameSize & { rgb: Uint8Array };

/** A frame, and the way back from its pixels to ratios of the whole image. */
export type FittedImage = { frame: Frame; toRatios: (box: Box) => Box };

// https://docs.aws.amazon.com/rekognition/latest/dg/limits.html
const FORMATS = ['jpeg', 'png'];
const MIN_SIDE = 80;
const MAX_SIDE = 10_000;

// Sides are multiples of 32, as the network needs them; the areas are much the same.
const WIDE: FrameSize = { width: 640, height: 384 };
const SQUARE: FrameSize = { width: 512, height: 512 };
const TALL: FrameSize = { width: 384, height: 640 };

/** The image upright and whole in a frame of the nearest shape, with black bars: stretching costs labels. */
export const fitImage = async (image: Buffer): Promise<FittedImage> => {
  const open = () => sharp(image, { limitInputPixels: MAX_SIDE ** 2 });
  const { format, autoOrient: size } = await decoded(() => open().metadata());
  if (!FORMATS.includes(format)) throw new RekognitionError('InvalidImageFormatException');
  checkSize(size);
  const { width, height } = frameFor(size);
  const rgb = await decoded(() =>
    open()
      .autoOrient()
      .flatten({ background: 'black' })
      .toColourspace('srgb')
      .resize(width, height, { fit: 'contain', background: 'black', kernel: 'linear' })
      .raw()
      .toBuffer(),
  );
  return { frame: { rgb, width, height }, toRatios: ratiosOf(size, { width, height }) };
};

// Whatever sharp cannot make of the bytes is the sender's fault.
const decoded = async <Result>(decode: () => Promise<Result>) => {
  try {
    return await decode();
  } catch (cause) {
    throw new RekognitionError('InvalidImageFormatException', { cause });
  }
};

const checkSize = ({ width, height }: FrameSize) => {
  if (Math.max(width, height) > MAX_SIDE) throw new RekognitionError('ImageTooLargeException');
  if (Math.min(width, height) >= MIN_SIDE) return;
  const detail = `an image of ${width}x${height} pixels is smaller than ${MIN_SIDE}x${MIN_SIDE}`;
  throw new RekognitionError('InvalidParameterException', { detail });
};

const frameFor = ({ width, height }: FrameSize) => {
  const shape = width / height;
  if (shape > 1.45) return WIDE;
  return shape < 1 / 1.45 ? TALL : SQUARE;
};

const ratiosOf = (image: FrameSize, frame: FrameSize) => {
  const scale = Math.min(frame.width / image.width, frame.height / image.height);
  const [width, height] = [image.width * scale, image.height * scale];
  const x = (pixel: number) => clamp((pixel - (frame.width - width) / 2) / width);
  const y = (pixel: number) => clamp((pixel - (frame.height - height) / 2) / height);
  return ({ left, top, right, bottom }: Box): Box => ({
    left: x(left),
    top: y(top),
    right: x(right),
    bottom: y(bottom),
  });
};

const clamp = (ratio: number) => Math.min(1, Math.max(0, ratio));
