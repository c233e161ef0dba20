import { type ChildProcess, execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { platform } from 'node:process';
import { promisify } from 'node:util';

/** A program's memory limit: the function has 1,769 MB, of which Node takes about 200. */
const MAX_MEMORY_BYTES = 1_200_000_000;

// Faster than a core can fill memory: 2.6 GB/s were measured.
const BYTES_PER_MS = 4_000_000;
const MIN_INTERVAL_MS = 20;

const run = promisify(execFile);

/**
 * Kills the program when it exceeds its memory limit. A system limit would count reserved memory too, needs a shell to
 * set, and does not exist on macOS. `stop` returns whether the program was killed.
 */
export const watchMemory = (
  child: ChildProcess,
  maxBytes = MAX_MEMORY_BYTES,
): { stop: () => boolean } => {
  let killed = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async () => {
    if (child.pid === undefined || child.exitCode !== null) return;
    const bytes = await memoryOf(child.pid).catch(() => 0);
    if (timer === undefined) return;
    if (bytes > maxBytes) killed = child.kill('SIGKILL') || killed;
    else lookAgain(maxBytes - bytes);
  };
  // Not before it could have exceeded the limit, because every look takes time from the program.
  const lookAgain = (bytesLeft: number) => {
    timer = setTimeout(() => void look(), Math.max(MIN_INTERVAL_MS, bytesLeft / BYTES_PER_MS));
  };
  lookAgain(maxBytes);
  return {
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
      return killed;
    },
  };
};

const memoryOf = async (pid: number) => {
  const kibibytes =
    platform === 'linux'
      ? /^VmRSS:\s*(\d+) kB/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      : (await run('ps', ['-o', 'rss=', '-p', `${pid}`])).stdout;
  return Number(kibibytes ?? 0) * 1024;
};
