import { existsSync, readFileSync } from 'node:fs';

/** Whether the process exists; a zombie, which only waits for its parent, does not count. */
export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const status = `/proc/${pid}/status`;
  return !existsSync(status) || !/^State:\s+Z/mu.test(readFileSync(status, 'utf8'));
};

/** Resolves once the condition holds; the test's own timeout applies. */
export const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
};
