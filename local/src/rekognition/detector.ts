import { Piscina } from 'piscina';
import type { Label } from '@video-service/shared/metadata';
import type { detectObjects } from './centernet-worker.ts';
import { fitImage, type Frame } from './frame.ts';
import { labelsFrom, type LabelLimits } from './labels.ts';
import { RekognitionError } from './rekognition-error.ts';

// A waiting frame holds 0.7 MB; whoever is told to slow down tries again.
const MAX_QUEUED = 100;

type Objects = Awaited<ReturnType<typeof detectObjects>>;

/** Finds objects in pictures on up to `workers` threads, started and loaded when first needed and kept. */
export const startDetector = (workers: number) => {
  let stopping = false;
  const pool = new Piscina<Frame, Objects>({
    filename: new URL('./centernet-worker.ts', import.meta.url).href,
    name: 'detectObjects' satisfies (typeof detectObjects)['name'],
    minThreads: 0,
    maxThreads: workers,
    idleTimeout: Infinity,
    maxQueue: MAX_QUEUED,
  });

  const objectsIn = async (frame: Frame): Promise<Objects> => {
    if (pool.queueSize >= MAX_QUEUED) {
      throw new RekognitionError('ProvisionedThroughputExceededException');
    }
    try {
      // A stopped pool would start anew.
      if (stopping) throw new Error('The detector has been stopped');
      return await pool.run(frame);
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
      await pool.destroy();
    },
  };
};
