import { rmSync } from 'node:fs';
import { wholeBytes } from '../ffmpeg/frame-files.ts';
import { type Making, makingArguments } from '../ffmpeg/preview-arguments.ts';
import { type FfmpegOptions, runFfmpeg } from '../ffmpeg/run-ffmpeg.ts';
import { ProgramFailed } from '../ffmpeg/run-program.ts';
import { withinBudget } from './within-budget.ts';

/** A file that FFmpeg makes, in several versions, best first; the first one that is small enough is used. */
export type Product = { file: string; maxBytes: number; versions: [Making, ...Making[]] };

/** Makes the best version of each product with one command. Failures are left to makeWithinBudget. */
export const makeTogether = async (products: Product[], options: FfmpegOptions): Promise<void> => {
  for (const { file } of products) rmSync(file, { force: true });
  try {
    await runFfmpeg(makingArguments(products.map(({ versions }) => versions[0])), options);
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
  }
};

/** Makes the best version that is small enough, unless it exists; false if there is none. */
export const makeWithinBudget = (
  { file, maxBytes, versions }: Product,
  options: FfmpegOptions,
): Promise<boolean> =>
  withinBudget(file, maxBytes, {
    settings: versions,
    make: async (version) => {
      const isMade = version === versions[0] && wholeBytes(file) > 0;
      if (!isMade) await runFfmpeg(makingArguments([version]), options);
    },
  });
