import { readFile } from 'node:fs/promises';

const TICKS_PER_SECOND = 100;
const CHILDREN_USER = 15 - 2;
const CHILDREN_SYSTEM = 16 - 2;

/**
 * CPU seconds (user and system) that `work` costs this process and the finished programs it started. Linux only,
 * because nothing else reports the CPU time of a Node process's children.
 * https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export const cpuSeconds = async (work: () => Promise<unknown>): Promise<number> => {
  const children = await childrenSeconds();
  const own = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(own);
  return (await childrenSeconds()) - children + (user + system) / 1_000_000;
};

const childrenSeconds = async () => {
  const stat = await readFile('/proc/self/stat', 'utf8');
  // The second field is the program's name, in parentheses, and can contain anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[CHILDREN_USER]) + Number(fields[CHILDREN_SYSTEM]);
  return ticks / TICKS_PER_SECOND;
};

/** The median of the values. */
export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
