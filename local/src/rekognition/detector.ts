import { Piscina } from 'piscina';
import type { Label } from '@video-service/shared/metadata';
import type { detectObjects } from './centernet-worker.ts';
import { fitImage, type Frame } from './frame.ts';
import { labelsFrom, type LabelLimits } from './labels.ts';
import { RekognitionError } from './rekognition-error.ts';

// A waiting frame holds 0.7 MB; whoever is told to slow down tries again.
const MAX_QUEUED = 100;

type Objects = Awaited<ReturnType<typeof detectObjects>>;

/** Finds objects in pictures on `workers` threads, which start with the first picture and are kept. */
export const startDetector = (workers: number) => {
  let pool: Piscina<Frame, Objects> | undefined;
  let stopping = false;

  const admit = () => {
    if (stopping) throw new RekognitionError('ThrottlingException');
    pool ??= startPool(workers);
    if (pool.queueSize < MAX_QUEUED) return pool;
    throw new RekognitionError('ProvisionedThroughputExceededException');
  };

  const objectsIn = async (frame: Frame): Promise<Objects> => {
    const threads = admit();
    try {
      return await threads.run(frame);
    } catch (cause) {
      throw stopping ? new RekognitionError('ThrottlingException', { cause }) : cause;
    }
  };

  return {
    detect: async (image: Buffer, limits: LabelLimits): Promise<Label[]> => {
      const { frame, toRatios } = await fitImage(image);
      const objects = await objectsIn(frame);
      return labelsFrom(
        objects.map((object) => ({ ...object, box: toRatios(object.box) })),
        limits,
      );
    },

    /** Ends the threads, also those at work: whoever waits is told to try again. */
    stop: async (): Promise<void> => {
      stopping = true;
      await pool?.destroy();
    },
  };
};

const startPool = (workers: number) => {
  const pool = new Piscina<Frame, Objects>({
    filename: new URL('./centernet-worker.ts', import.meta.url).href,
    name: 'detectObjects' satisfies (typeof detectObjects)['name'],
    // A minimum, since only up to that does the pool replace threads that have died.
    minThreads: workers,
    maxThreads: workers,
    maxQueue: MAX_QUEUED,
  });
  pool.on('error', (error) => console.error('A thread of Rekognition has died', error));
  return pool;
};
