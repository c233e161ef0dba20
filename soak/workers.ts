import { readdirSync, readFileSync } from 'node:fs';

const WORK = /bootstrap\.ts|ffmpeg|ffprobe/u;

/** The engine's function workers, and their FFmpeg processes. */
export const workersOf = (engine: number): number[] => {
  const parents = new Map(processes().map((pid) => [pid, parentOf(pid)]));
  const isOfEngine = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === engine || isOfEngine(parents.get(pid)));
  return [...parents.keys()].filter(
    (pid) => pid !== engine && isOfEngine(pid) && WORK.test(read(pid, 'cmdline')),
  );
};

const processes = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .map(Number);

const parentOf = (pid: number) => {
  const parent = /^PPid:\s+(\d+)/mu.exec(read(pid, 'status'))?.[1];
  return parent === undefined || parent === '0' ? undefined : Number(parent);
};

// Empty for a process that has ended meanwhile.
const read = (pid: number, file: string) => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
};
