import { open, readFile, rename, rm } from 'node:fs/promises';
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
export const appendPart = async (
  directory: string,
  allInOne: AllInOne,
  before: number,
): Promise<void> => {
  const all = path.join(directory, allInOne.file);
  const part = path.join(directory, partOf(allInOne).file);
  if (before === 0) {
    await rename(part, all).catch(() => undefined);
    return;
  }
  await using handle = await open(all, 'a');
  // A decoder that breaks down may have listed more than it wrote.
  await handle.truncate(before * allInOne.bytesEach);
  await handle.appendFile(await readFile(part).catch(() => Buffer.alloc(0)));
  await rm(part, { force: true });
};

/** A frame's bytes; fewer than there should be if they were not written. */
type WrittenFrame = { millisecond: number; bytes: Buffer };

/** The frames, each with its bytes. */
export const readAllInOne = async (
  { frames, directory }: { frames: Frame[]; directory: string },
  { file, bytesEach }: AllInOne,
): Promise<WrittenFrame[]> => {
  if (frames.length === 0) return [];
  const all = await readFile(path.join(directory, file));
  return frames.map(({ millisecond, at }) => ({
    millisecond,
    bytes: all.subarray(at * bytesEach, (at + 1) * bytesEach),
  }));
};
