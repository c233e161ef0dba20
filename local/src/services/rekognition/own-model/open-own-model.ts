import path from 'node:path';
import { Piscina } from 'piscina';
import sharp from 'sharp';
import type { Model } from '../models/model.ts';
import type { look } from '../vision-worker.ts';
import { OwnModelError } from './own-model-error.ts';
import { ownModel } from './own-model.ts';

const TRIAL_SECONDS = 60;
const TRIAL_SIDE = 224;

/**
 * Opens the model in the folder, after trying it on a grey picture in a separate thread, so that errors are reported
 * before the first video. Throws an `OwnModelError`.
 */
export const openOwnModel = async (folder: string): Promise<Model> => {
  const model = await ownModel(path.resolve(folder));
  const grey = { width: TRIAL_SIDE, height: TRIAL_SIDE, channels: 3, background: 'grey' } as const;
  const image = await sharp({ create: grey }).png().toBuffer();
  const pool = new Piscina({
    filename: new URL('../vision-worker.ts', import.meta.url).href,
    name: 'look' satisfies (typeof look)['name'],
    maxThreads: 1,
  });
  try {
    const signal = AbortSignal.timeout(TRIAL_SECONDS * 1000);
    await pool.run({ image, models: [model.key] }, { signal });
  } catch (cause) {
    throw new OwnModelError(reasonOf(cause), { cause });
  } finally {
    await pool.destroy();
  }
  return model;
};

const reasonOf = (cause: unknown) => {
  const { name = '', message = '' } = cause as Partial<Error>;
  return name === 'AbortError'
    ? `it takes more than ${TRIAL_SECONDS} seconds for a picture`
    : message;
};
