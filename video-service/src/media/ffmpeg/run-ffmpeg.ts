import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { TIMES_FILE } from './filter-graphs.ts';
import { ffmpegFile, programEnvironment } from './programs.ts';
import { ProgramFailed, runProgram } from './run-program.ts';

/** What a run took: the times of its frames in microseconds, and what it wrote to standard output. */
export type Taken = { times: number[]; stdout: Buffer };

export type RunOptions = { directory: string; deadline: number; feed?: string[] };

/**
 * Runs FFmpeg in `directory`, with the output of the `feed` arguments as its input if they are given. A file
 * that nothing can be decoded of is no error here: no frame was taken.
 */
export const runFfmpeg = async (args: string[], options: RunOptions): Promise<Taken> => {
  const timesFile = path.join(options.directory, TIMES_FILE);
  await rm(timesFile, { force: true });
  const stdout = await runFed(args, options).catch((error: unknown) => {
    if (!(error instanceof ProgramFailed) || error.timedOut || isShortage(error)) throw error;
    return undefined;
  });
  if (!stdout) return { times: [], stdout: Buffer.alloc(0) };
  // Where no filter prints any, there is no such file.
  const printed = await readFile(timesFile, 'utf8').catch(() => '');
  return { times: parseTimes(printed), stdout };
};

const runFed = async (args: string[], { directory, deadline, feed }: RunOptions) => {
  const program = { file: ffmpegFile(), args };
  const options = { cwd: directory, deadline };
  if (!feed) return runProgram(program, options);
  const feeder = spawn(program.file, feed, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: programEnvironment(),
  });
  // Whatever keeps it from starting keeps the other one from starting, and is told there.
  feeder.on('error', () => undefined);
  return runProgram(program, { ...options, input: feeder.stdout }).finally(() =>
    feeder.kill('SIGKILL'),
  );
};

// What this machine lacks is not the video's fault.
const isShortage = ({ stderr }: ProgramFailed) =>
  /No space left on device|Cannot allocate memory/u.test(stderr);

const parseTimes = (printed: string) =>
  [...printed.matchAll(/^frame:\d+\s+pts:(-?\d+)/gmu)].map(([, pts]) => Number(pts));
