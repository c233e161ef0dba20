import { availableParallelism } from 'node:os';
import { activeModels, type Warn } from './active-models.ts';
import { startDetector } from './detector.ts';
import type { ImageSource } from './detect-labels-request.ts';
import { BUILT_IN_MODELS } from './models/built-in.ts';
import type { Model } from './models/model.ts';
import { RekognitionError } from './rekognition-error.ts';
import { createRequestHandler } from './request-handler.ts';

// https://docs.aws.amazon.com/rekognition/latest/dg/limits.html
const MAX_OBJECT_BYTES = 15 * 1024 ** 2;
const MAX_REQUEST_IMAGE_BYTES = 5 * 1024 ** 2;

// A thread takes 400 MB, and cores from the functions that want the labels.
const DEFAULT_WORKERS = availableParallelism() < 4 ? 1 : 2;

/** `readObject` gives at most `maxBytes` of an object from its start on, and undefined when there is none. */
export type RekognitionOptions = {
  readObject: (bucket: string, key: string, maxBytes: number) => Promise<Buffer | undefined>;
  models?: Model[];
  workers?: number;
  /** Hears which models are missing or broken. */
  warn?: Warn;
};

export type Rekognition = ReturnType<typeof startRekognition>;

/** Rekognition's DetectLabels over real models, which are loaded when first asked and then kept. */
export const startRekognition = (options: RekognitionOptions) => {
  const { readObject, workers = DEFAULT_WORKERS, warn = console.warn } = options;
  const models = activeModels(options.models ?? BUILT_IN_MODELS, warn);
  const detector = startDetector({ workers, models });
  return {
    handle: createRequestHandler(async ({ image, limits }, isWanted) => {
      const labels = await detector.detect(await readImage(image, readObject), limits, isWanted);
      return { labels, modelVersion: versionOf(await models) };
    }),
    detect: detector.detect,
    /** The names of the models that look at pictures. */
    models: models.then((active) => active.map(({ name }) => name)),
    stop: detector.stop,
  };
};

// Says what really looked: no version of Amazon's.
const versionOf = (models: Model[]) => models.map(({ name }) => name).join('+') || 'none';

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
