import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import path from 'node:path';

const INSIDE = 'SOAK_MOUNTS';
const CHUNK = Buffer.alloc(256 * 1024);
// First for everyone, then for root where user namespaces are forbidden.
const WAYS = [['--mount', '--map-root-user'], ['--mount']];

export type SmallDisk = { fill: () => void; free: () => void; unmount: () => void };

/**
 * Runs this program again where it can mount its own disk, which requires Linux but not root; returns its exit code.
 * Undefined if this is already that run, or if mounting is impossible.
 */
export const runWithOwnMounts = async (args: string[]): Promise<number | undefined> => {
  if (process.env[INSIDE] !== undefined) return undefined;
  const way = WAYS.find((each) => spawnSync('unshare', [...each, 'true']).status === 0);
  if (!way) return undefined;
  const again = spawn('unshare', [...way, process.execPath, ...args], {
    env: { ...process.env, [INSIDE]: 'own' },
    stdio: 'inherit',
  });
  const [code] = (await once(again, 'exit')) as [number | null];
  return code ?? 1;
};

/** Mounts an in-memory disk of this size in the folder; undefined if that is not possible. */
export const mountSmallDisk = (folder: string, bytes: number): SmallDisk | undefined => {
  if (process.env[INSIDE] === undefined) return undefined;
  mkdirSync(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'soak', folder]);
  const filler = path.join(folder, 'filler');
  return {
    /** Uses up all free space. */
    fill() {
      const file = openSync(filler, 'a');
      try {
        while (freeBytes(folder) > 0) writeSync(file, CHUNK);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filler, { force: true }),
    unmount: () => void execFileSync('umount', ['--lazy', folder]),
  };
};

const freeBytes = (folder: string) => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};
