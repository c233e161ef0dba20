import { type ExecFileException, execFile } from 'node:child_process';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { programEnvironment } from './programs.ts';

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

export type Program = { file: string; args: string[] };
/** `deadline` is when it is killed, in milliseconds of Date.now(). */
export type RunOptions = { deadline: number; cwd?: string; input?: Readable };

/** The program came to its end and said no, or was killed because its time was up. */
export class ProgramFailed extends Error {
  override readonly name = 'ProgramFailed';
  readonly stderr: string;
  readonly timedOut: boolean;

  constructor(message: string, { stderr, timedOut }: { stderr: string; timedOut: boolean }) {
    super(message);
    this.stderr = stderr;
    this.timedOut = timedOut;
  }
}

/** What the program wrote to its standard output; throws ProgramFailed, or as it is what kept it from running. */
export const runProgram = ({ file, args }: Program, options: RunOptions): Promise<Buffer> => {
  const { deadline, cwd, input } = options;
  return new Promise((resolve, reject) => {
    const child = execFile(
      file,
      args,
      // SIGKILL, because a decoder in a loop does not hear SIGTERM.
      {
        cwd,
        env: programEnvironment(),
        // No time left is not the same as no limit, which is what 0 would mean.
        timeout: Math.max(1, deadline - Date.now()),
        killSignal: 'SIGKILL',
        maxBuffer: MAX_OUTPUT_BYTES,
        encoding: 'buffer',
      },
      (error, stdout, stderr) => {
        if (error) reject(failure(file, error, stderr.toString()));
        else resolve(stdout);
      },
    );
    if (!child.stdin) return;
    // It may close its input early, when it has seen enough.
    if (input) pipeline(input, child.stdin).catch(() => undefined);
    else child.stdin.end();
  });
};

const failure = (file: string, error: ExecFileException, stderr: string): Error => {
  const timedOut = error.killed === true && error.code === null;
  if (!timedOut && typeof error.code !== 'number') return error;
  const ending = timedOut ? 'took too long' : `ended with code ${error.code}`;
  return new ProgramFailed(`${file} ${ending}: ${stderr.slice(-500)}`, { stderr, timedOut });
};
