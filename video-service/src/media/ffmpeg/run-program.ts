import { type ExecFileException, execFile } from 'node:child_process';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { programEnvironment } from './programs.ts';
import { watchMemory } from './watch-memory.ts';

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

export type Program = { file: string; args: string[] };
/** `deadline` is when it is killed, in milliseconds of performance.now(). */
export type RunOptions = { deadline: number; cwd?: string; input?: Readable };

/** A program's limits; it is killed when it exceeds one. */
export type Limit = 'time' | 'memory';

/** The program exited with an error, or was killed because it exceeded a limit. */
export class ProgramFailed extends Error {
  override readonly name = 'ProgramFailed';
  readonly stderr: string;
  /** What it wrote before it failed. */
  readonly stdout: Buffer;
  readonly exceeded: Limit | undefined;

  constructor(
    message: string,
    { stderr, stdout, exceeded }: Pick<ProgramFailed, 'stderr' | 'stdout' | 'exceeded'>,
  ) {
    super(message);
    this.stderr = stderr;
    this.stdout = stdout;
    this.exceeded = exceeded;
  }
}

/** The program's standard output; throws ProgramFailed, or the original error if it could not be run. */
export const runProgram = ({ file, args }: Program, options: RunOptions): Promise<Buffer> => {
  const { deadline, cwd, input } = options;
  return new Promise((resolve, reject) => {
    const child = execFile(
      file,
      args,
      // SIGKILL, because a decoder in a loop does not react to SIGTERM.
      {
        cwd,
        env: programEnvironment(),
        // No time left is not the same as no limit, which 0 would mean.
        timeout: Math.max(1, Math.ceil(deadline - performance.now())),
        killSignal: 'SIGKILL',
        maxBuffer: MAX_OUTPUT_BYTES,
        encoding: 'buffer',
      },
      (error, stdout, stderr) => {
        const isGreedy = memory.stop();
        if (error) reject(failure({ file, error, isGreedy, stdout, stderr: stderr.toString() }));
        else resolve(stdout);
      },
    );
    const memory = watchMemory(child);
    if (!child.stdin) return;
    // It may close its input early, once it has seen enough.
    if (input) pipeline(input, child.stdin).catch(() => undefined);
    else child.stdin.end();
  });
};

type Ending = {
  file: string;
  error: ExecFileException;
  isGreedy: boolean;
  stdout: Buffer;
  stderr: string;
};

const failure = ({ file, error, isGreedy, stdout, stderr }: Ending): Error => {
  const exceeded = isGreedy ? 'memory' : timedOut(error) ? 'time' : undefined;
  if (!exceeded && typeof error.code !== 'number') return error;
  const ending = exceeded ? `took too much ${exceeded}` : `ended with code ${error.code}`;
  const message = `${file} ${ending}: ${stderr.slice(-500)}`;
  return new ProgramFailed(message, { stderr, stdout, exceeded });
};

const timedOut = ({ killed, code }: ExecFileException) => killed === true && code === null;
