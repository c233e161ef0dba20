import sharp from 'sharp';
import { RekognitionError } from '../rekognition-error.ts';

/** Pixels, both sides. */
export type Size = { width: number; height: number };

/** RGB, three bytes per pixel. */
export type Picture = Size & { rgb: Buffer };

// https://docs.aws.amazon.com/rekognition/latest/dg/limits.html
const FORMATS = ['jpeg', 'png'];
const MIN_SIDE = 80;
const MAX_SIDE = 10_000;

// No model uses more, and a picture of 10,000 pixels a side would take 300 MB.
const MAX_KEPT_SIDE = 1920;

// libvips would use memory for more threads and for its cache.
sharp.concurrency(1);
sharp.cache(false);

/** The decoded image, upright and without transparency. Large ones are shrunk. */
export const decodePicture = async (image: Uint8Array): Promise<Picture> => {
  const open = () => sharp(image, { limitInputPixels: MAX_SIDE ** 2 });
  const { format, autoOrient: size } = await decoded(() => open().metadata());
  if (!FORMATS.includes(format)) throw new RekognitionError('InvalidImageFormatException');
  checkSize(size);
  const { data: rgb, info } = await decoded(() =>
    open()
      .autoOrient()
      .flatten({ background: 'black' })
      .toColourspace('srgb')
      .resize(MAX_KEPT_SIDE, MAX_KEPT_SIDE, { fit: 'inside', withoutEnlargement: true })
      .raw()
      .toBuffer({ resolveWithObject: true }),
  );
  return { rgb, width: info.width, height: info.height };
};

// An image that sharp cannot decode is the sender's error.
const decoded = async <Result>(decode: () => Promise<Result>) => {
  try {
    return await decode();
  } catch (cause) {
    throw new RekognitionError('InvalidImageFormatException', { cause });
  }
};

const checkSize = ({ width, height }: Size) => {
  if (Math.max(width, height) > MAX_SIDE) throw new RekognitionError('ImageTooLargeException');
  if (Math.min(width, height) >= MIN_SIDE) return;
  const detail = `an image of ${width}x${height} pixels is smaller than ${MIN_SIDE}x${MIN_SIDE}`;
  throw new RekognitionError('InvalidParameterException', { detail });
};
