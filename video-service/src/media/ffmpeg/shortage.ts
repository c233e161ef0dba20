import { statfs } from 'node:fs/promises';

/** The machine lacks disk or memory: not the fault of a video, so that it is tried again. */
export class Shortage extends Error {
  override readonly name = 'Shortage';
}

const LEAST_BYTES = 1024 * 1024;

/** Whether the disk of the directory has no room left for anything. */
export const isDiskFull = async (directory: string): Promise<boolean> => {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize < LEAST_BYTES;
};
