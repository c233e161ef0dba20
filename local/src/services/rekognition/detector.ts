import pLimit from 'p-limit';
import { Piscina } from 'piscina';
import type { Label } from '@video-service/shared/metadata';
import { labelsFrom, type LabelLimits } from './labels.ts';
import type { Finding, Model } from './models/model.ts';
import { RekognitionError } from './rekognition-error.ts';
import type { look, Seen, Sight } from './vision-worker.ts';

// A waiting image is kept encoded: up to 15 MB, usually less than one.
const MAX_QUEUED = 100;

// What a picture leaves in memory is collected while it is little, at no measurable cost.
const YOUNG_GENERATION_MB = 8;

type IsWanted = () => boolean;

type DetectorOptions = {
  workers: number;
  models: Promise<Model[]>;
  /** How long idle threads are kept. */
  idleSeconds?: number;
};

/** Finds labels in pictures on `workers` threads, which start with the first picture and end when idle for long. */
export const startDetector = ({ workers, models, idleSeconds = Infinity }: DetectorOptions) => {
  const limit = pLimit(workers);
  let pool: Pool | undefined;
  let idle: NodeJS.Timeout | undefined;
  let stopping = false;

  // The models themselves cannot be unloaded, only their threads.
  const endThreads = async () => {
    const ending = pool;
    pool = undefined;
    await ending?.destroy();
  };

  const endWhenIdle = () => {
    clearTimeout(idle);
    if (limit.activeCount + limit.pendingCount > 0 || idleSeconds === Infinity) return;
    idle = setTimeout(() => void endThreads(), idleSeconds * 1000).unref();
  };

  const throwIfStopping = (cause?: unknown) => {
    if (stopping) throw new RekognitionError('ThrottlingException', { cause });
  };

  const lookAt = async (image: Buffer): Promise<Finding[]> => {
    const keys = (await models).map(({ key }) => key);
    if (keys.length === 0) return [];
    throwIfStopping();
    pool ??= startPool(workers);
    const seen = await pool.run({ image, models: keys });
    if ('refusal' in seen) throw new RekognitionError(seen.refusal.code, seen.refusal);
    return seen.findings;
  };

  const detect = async (
    image: Buffer,
    limits: LabelLimits,
    isWanted: IsWanted,
  ): Promise<Label[]> => {
    try {
      throwIfStopping();
      // On a busy machine, working for callers that gave up would make the others give up as well.
      if (!isWanted()) throw new RekognitionError('ThrottlingException');
      return labelsFrom(await lookAt(image), limits);
    } catch (cause) {
      throwIfStopping(cause);
      throw cause;
    }
  };

  return {
    /** `isWanted` is called when it is the picture's turn: whether the caller is still waiting. */
    detect: async (image: Buffer, limits: LabelLimits, isWanted: IsWanted = () => true) => {
      if (limit.pendingCount >= MAX_QUEUED)
        throw new RekognitionError('ProvisionedThroughputExceededException');
      clearTimeout(idle);
      return limit(detect, image, limits, isWanted).finally(endWhenIdle);
    },

    /** Ends all threads, including busy ones; waiting callers are told to try again. */
    stop: async (): Promise<void> => {
      stopping = true;
      clearTimeout(idle);
      await endThreads();
    },
  };
};

type Pool = Piscina<Sight, Seen>;

const startPool = (workers: number): Pool => {
  const pool: Pool = new Piscina({
    filename: new URL('./vision-worker.ts', import.meta.url).href,
    name: 'look' satisfies (typeof look)['name'],
    // A minimum, because the pool replaces crashed threads only up to that number.
    minThreads: workers,
    maxThreads: workers,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  pool.on('error', (error) => console.error('A thread of Rekognition has died', error));
  return pool;
};
