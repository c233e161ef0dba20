import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FrameFiles } from './ffmpeg-arguments.ts';
import type { Frame } from './frame-list.ts';
import { Shortage } from './shortage.ts';

// How a completely written picture ends; raw ones are all of one size.
const ENDS: Partial<Record<string, Buffer>> = {
  png: Buffer.from('0000000049454e44ae426082', 'hex'),
  jpg: Buffer.from('ffd9', 'hex'),
  gif: Buffer.from('3b', 'hex'),
};

/**
 * Throws Shortage unless the files of all frames are complete: FFmpeg can exit with 0 on a full disk.
 */
export const checkFrameFiles = async (
  directory: string,
  frames: Frame[],
  files: FrameFiles[],
): Promise<void> => {
  for (const each of files) {
    // The reader counts the frames in it.
    if (each.allInOne) continue;
    const { extension } = each;
    const ends = await Promise.all(
      frames.map(({ millisecond }) => endOf(path.join(directory, `${millisecond}.${extension}`))),
    );
    const longest = Math.max(...ends.map(({ size }) => size));
    if (!ends.every((end) => isWhole(end, longest)))
      throw new Shortage(`A .${extension} file was not written in full`);
  }
};

/** The size of a file, if its end shows that it is complete; otherwise 0. */
export const wholeBytes = async (file: string): Promise<number> => {
  const end = await endOf(file);
  return isWhole(end, end.size) ? end.size : 0;
};

/** Raw pictures have no end marker. */
type End = { size: number; isEnd?: boolean };

const isWhole = ({ size, isEnd }: End, longest: number) => size > 0 && (isEnd ?? size === longest);

const endOf = async (file: string): Promise<End> => {
  const end = ENDS[path.extname(file).slice(1)];
  try {
    if (!end) return { size: (await stat(file)).size };
    await using handle = await open(file);
    const { size } = await handle.stat();
    const position = Math.max(0, size - end.length);
    const { buffer } = await handle.read({ buffer: Buffer.alloc(end.length), position });
    return { size, isEnd: buffer.equals(end) };
  } catch {
    return { size: 0 };
  }
};
