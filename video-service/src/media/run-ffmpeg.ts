import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { TIMES_FILE } from './filter-graphs.ts';
import { ffmpegFile } from './programs.ts';
import { ProgramFailed, runProgram } from './run-program.ts';

/** What a run took: the times of its frames in microseconds, and what it wrote to standard output. */
export type Taken = { times: number[]; stdout: Buffer };

export type RunOptions = { directory: string; deadline: number };

/**
 * Runs FFmpeg in `directory`. A file that nothing can be decoded of is no error here: no frame was taken.
 */
export const runFfmpeg = async (args: string[], options: RunOptions): Promise<Taken> => {
  const timesFile = path.join(options.directory, TIMES_FILE);
  await rm(timesFile, { force: true });
  const { directory: cwd, deadline } = options;
  const program = { file: ffmpegFile(), args };
  const stdout = await runProgram(program, { cwd, deadline }).catch((error: unknown) => {
    if (!(error instanceof ProgramFailed) || error.timedOut || isShortage(error)) throw error;
    return undefined;
  });
  if (!stdout) return { times: [], stdout: Buffer.alloc(0) };
  return { times: parseTimes(await readFile(timesFile, 'utf8')), stdout };
};

// What this machine lacks is not the video's fault.
const isShortage = ({ stderr }: ProgramFailed) =>
  /No space left on device|Cannot allocate memory/u.test(stderr);

const parseTimes = (printed: string) =>
  [...printed.matchAll(/^frame:\d+\s+pts:(-?\d+)/gmu)].map(([, pts]) => Number(pts));
