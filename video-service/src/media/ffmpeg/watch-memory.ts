import { type ChildProcess, execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { platform } from 'node:process';
import { promisify } from 'node:util';

/** A program's memory limit: the function has 1,769 MB, of which Node takes about 200. */
const MAX_MEMORY_BYTES = 1_200_000_000;

const INTERVAL_MS = 50;

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
    else timer = setTimeout(() => void look(), INTERVAL_MS);
  };
  timer = setTimeout(() => void look(), INTERVAL_MS);
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
      ? /^VmRSS:\s*(\d+) kB/mu.exec(await readFile(`/proc/${pid}/status`, 'latin1'))?.[1]
      : (await run('ps', ['-o', 'rss=', '-p', `${pid}`])).stdout;
  return Number(kibibytes ?? 0) * 1024;
};
