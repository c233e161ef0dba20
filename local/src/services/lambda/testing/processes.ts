import { existsSync, readFileSync } from 'node:fs';

/** Whether there is such a process; a zombie, which only waits for its parent to see it, is none. */
export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const status = `/proc/${pid}/status`;
  return !existsSync(status) || !/^State:\s+Z/mu.test(readFileSync(status, 'utf8'));
};

/** Resolves once the condition holds; the test's own time limit bounds it. */
export const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
};
