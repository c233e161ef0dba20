import {
  appendFileSync,
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import type { Frame } from './frame-list.ts';

/**
 * One file of all pictures, one after the other and each of the same size: many small files would take longer to write
 * and read than to make.
 */
export type AllInOne = { file: string; bytesEach: number };

/** What one process writes of it; the next one would begin the file anew. */
export const partOf = ({ file, ...rest }: AllInOne): AllInOne => ({
  file: `part.${file}`,
  ...rest,
});

/** Adds what a process wrote, if it wrote anything; those before it listed this many pictures. */
export const appendPart = (directory: string, allInOne: AllInOne, before: number): void => {
  const all = path.join(directory, allInOne.file);
  const part = path.join(directory, partOf(allInOne).file);
  const isWritten = existsSync(part);
  if (before === 0) {
    if (isWritten) renameSync(part, all);
    return;
  }
  const opened = openSync(all, 'a');
  try {
    // A decoder that breaks down may have listed more than it wrote.
    ftruncateSync(opened, before * allInOne.bytesEach);
    if (isWritten) appendFileSync(opened, readFileSync(part));
  } finally {
    closeSync(opened);
  }
  rmSync(part, { force: true });
};

/** A frame's bytes; fewer than there should be if they were not written. */
type WrittenFrame = { millisecond: number; bytes: Buffer };

/** The frames, each with its bytes. */
export const readAllInOne = (
  { frames, directory }: { frames: Frame[]; directory: string },
  { file, bytesEach }: AllInOne,
): WrittenFrame[] => {
  if (frames.length === 0) return [];
  const all = readFileSync(path.join(directory, file));
  return frames.map(({ millisecond, at }) => ({
    millisecond,
    bytes: all.subarray(at * bytesEach, (at + 1) * bytesEach),
  }));
};
