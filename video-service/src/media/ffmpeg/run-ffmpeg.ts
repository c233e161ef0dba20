import { spawn } from 'node:child_process';
import { freemem } from 'node:os';
import { ffmpegFile, programEnvironment } from './programs.ts';
import { ProgramFailed, runProgram } from './run-program.ts';
import { isDiskFull, Shortage } from './shortage.ts';

export type FfmpegOptions = { directory: string; deadline: number; feed?: string[] };

/**
 * FFmpeg's standard output, running in the directory; its input is the output of the `feed` arguments, if given. A file
 * that FFmpeg cannot fully decode is not an error: the result is what it wrote until then.
 */
export const runFfmpeg = async (args: string[], options: FfmpegOptions): Promise<Buffer> => {
  const output = await runFed(args, options).catch((error: unknown) => {
    if (!(error instanceof ProgramFailed) || error.exceeded) throw error;
    if (isShortage(error)) throw new Shortage('The machine is full', { cause: error });
    return error.stdout;
  });
  // It can also exit with 0 then, without a message.
  if (isDiskFull(options.directory)) throw new Shortage('The disk is full');
  return output;
};

const runFed = async (args: string[], { directory, deadline, feed }: FfmpegOptions) => {
  const program = { file: ffmpegFile(), args };
  const options = { cwd: directory, deadline };
  if (!feed) return runProgram(program, options);
  const feeder = spawn(program.file, feed, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: programEnvironment(),
  });
  // Anything that keeps it from starting also keeps the other one from starting, and is reported there.
  feeder.on('error', () => undefined);
  return runProgram(program, { ...options, input: feeder.stdout }).finally(() =>
    feeder.kill('SIGKILL'),
  );
};

const LEAST_MEMORY_BYTES = 128 * 1024 * 1024;

// A damaged file can make FFmpeg request more memory than any machine has; that is not a shortage.
const isShortage = ({ stderr }: ProgramFailed) =>
  stderr.includes('No space left on device') ||
  (stderr.includes('Cannot allocate memory') && freemem() < LEAST_MEMORY_BYTES);
