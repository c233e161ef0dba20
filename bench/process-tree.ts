import { readdir, readFile } from 'node:fs/promises';

const TICKS_PER_SECOND = 100;
// https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, without the two fields before the state.
const PARENT = 4 - 3;
const TIMES = [14 - 3, 15 - 3, 16 - 3, 17 - 3];

/**
 * The resources of a process and all its descendants; `cpuSeconds` also counts those that have ended and been waited
 * for.
 */
export type TreeUse = { cpuSeconds: number; memoryMb: number; processes: number };

/** Linux only. */
export const treeUse = async (root: number): Promise<TreeUse> => {
  const found = (await Promise.all((await processIds()).map(readProcess))).filter(isThere);
  const tree = new Set([root]);
  // A parent is older than its child, but its process id need not be smaller.
  for (let before = 0; before < tree.size;) {
    before = tree.size;
    for (const { pid, parent } of found) if (tree.has(parent)) tree.add(pid);
  }
  const members = found.filter(({ pid }) => tree.has(pid));
  return {
    cpuSeconds: sum(members.map(({ cpuSeconds }) => cpuSeconds)),
    memoryMb: sum(members.map(({ memoryMb }) => memoryMb)),
    processes: members.length,
  };
};

const processIds = async () =>
  (await readdir('/proc')).filter((name) => /^\d+$/u.test(name)).map(Number);

const readProcess = async (pid: number) => {
  try {
    const [stat, status] = await Promise.all(
      ['stat', 'status'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8')),
    );
    // The second field is the program's name, in parentheses, and can contain anything.
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
    return {
      pid,
      parent: Number(fields[PARENT]),
      cpuSeconds: sum(TIMES.map((field) => Number(fields[field]))) / TICKS_PER_SECOND,
      memoryMb: Number(/^VmRSS:\s+(\d+) kB$/mu.exec(status ?? '')?.[1] ?? 0) / 1024,
    };
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
};

const isThere = <Value>(value: Value | undefined): value is Value => value !== undefined;

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
