import { statfsSync } from 'node:fs';

/** The machine lacks disk space or memory. That is not the video's error, so it is retried. */
export class Shortage extends Error {
  override readonly name = 'Shortage';
}

const LEAST_BYTES = 1024 * 1024;

/** Whether the directory's disk is completely full. */
export const isDiskFull = (directory: string): boolean => {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize < LEAST_BYTES;
};
