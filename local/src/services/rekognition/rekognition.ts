import { availableParallelism, totalmem } from 'node:os';
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

// Three quarters of the work on a video are its labels: every core is to take part. A thread holds some 270 MB.
const MAX_WORKERS = 4;
const BYTES_PER_WORKER = 1.5 * 1024 ** 3;
const DEFAULT_IDLE_SECONDS = 300;

/** `readObject` returns at most `maxBytes` from the start of an object, and undefined if it does not exist. */
export type RekognitionOptions = {
  readObject: (bucket: string, key: string, maxBytes: number) => Promise<Buffer | undefined>;
  models?: Model[];
  workers?: number;
  /**
   * After this long without a picture, the models are removed from memory; the next picture loads them again, which
   * takes seconds.
   */
  idleSeconds?: number;
  /** Called with the models that are missing or broken. */
  warn?: Warn;
};

export type Rekognition = ReturnType<typeof startRekognition>;

/** Rekognition's DetectLabels over real models, which are loaded on first use and then kept. */
export const startRekognition = (options: RekognitionOptions) => {
  const { readObject, workers = defaultWorkers(), warn = console.warn } = options;
  const { idleSeconds = DEFAULT_IDLE_SECONDS } = options;
  const models = activeModels(options.models ?? BUILT_IN_MODELS, warn);
  const detector = startDetector({ workers, models, idleSeconds });
  return {
    handle: createRequestHandler(async ({ image, limits }, isWanted) => {
      const labels = await detector.detect(await readImage(image, readObject), limits, isWanted);
      return { labels, modelVersion: versionOf(await models) };
    }),
    detect: detector.detect,
    /** The names of the active models. */
    models: models.then((active) => active.map(({ name }) => name)),
    stop: detector.stop,
  };
};

const defaultWorkers = () => {
  const byMemory = Math.floor(memoryBytes() / BYTES_PER_WORKER);
  return Math.max(1, Math.min(availableParallelism(), MAX_WORKERS, byMemory));
};

// In a container, its memory limit; Node returns 0 if there is none.
const memoryBytes = () => Math.min(totalmem(), process.constrainedMemory() || Infinity);

// Names the models that were really used, not a version of Amazon's.
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
