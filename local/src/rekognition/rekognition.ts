import { availableParallelism } from 'node:os';
import { startDetector } from './detector.ts';
import type { ImageSource } from './detect-labels-request.ts';
import { RekognitionError } from './rekognition-error.ts';
import { createRequestHandler } from './request-handler.ts';

// https://docs.aws.amazon.com/rekognition/latest/dg/limits.html
const MAX_OBJECT_BYTES = 15 * 1024 ** 2;
const MAX_REQUEST_IMAGE_BYTES = 5 * 1024 ** 2;

// More threads take memory (200 MB each) and cores from the functions that want the labels.
const DEFAULT_WORKERS = Math.min(2, availableParallelism());

/** `readObject` gives at most `maxBytes` of an object from its start on, and undefined when there is none. */
export type RekognitionOptions = {
  readObject: (bucket: string, key: string, maxBytes: number) => Promise<Buffer | undefined>;
  workers?: number;
};

export type Rekognition = ReturnType<typeof startRekognition>;

/** Rekognition's DetectLabels over a real model, which is loaded when first asked and then kept. */
export const startRekognition = ({ readObject, workers = DEFAULT_WORKERS }: RekognitionOptions) => {
  const detector = startDetector(workers);
  return {
    handle: createRequestHandler(async ({ image, limits }) =>
      detector.detect(await readImage(image, readObject), limits),
    ),
    detect: detector.detect,
    stop: detector.stop,
  };
};

const readImage = async (image: ImageSource, readObject: RekognitionOptions['readObject']) => {
  if ('bytes' in image) return atMost(MAX_REQUEST_IMAGE_BYTES, image.bytes);
  const object = await readObject(image.bucket, image.key, MAX_OBJECT_BYTES + 1);
  if (!object) throw new RekognitionError('InvalidS3ObjectException');
  return atMost(MAX_OBJECT_BYTES, object);
};

const atMost = (maxBytes: number, image: Buffer) => {
  if (image.length > maxBytes) throw new RekognitionError('ImageTooLargeException');
  return image;
};
