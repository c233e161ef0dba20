import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { RangeSource } from '../source/range-source.ts';

/**
 * A file on disk as a source. It is read synchronously, because that takes the least CPU time: benchmarks count it as
 * the functions', which read from a bucket instead.
 */
export const fileSource = (file: string): Promise<RangeSource> =>
  Promise.resolve({
    size: statSync(file).size,
    readRange: (start, end) => Promise.resolve(readPart(file, start, end)),
  });

const readPart = (file: string, start: number, end: number) => {
  const opened = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(end - start + 1);
    readSync(opened, bytes, { position: start });
    return bytes;
  } finally {
    closeSync(opened);
  }
};
