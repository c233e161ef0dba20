import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
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
export const checkFrameFiles = (directory: string, frames: Frame[], files: FrameFiles[]): void => {
  for (const each of files) {
    // The reader counts the frames in it.
    if (each.allInOne) continue;
    const { extension } = each;
    const ends = frames.map(({ millisecond }) =>
      endOf(path.join(directory, `${millisecond}.${extension}`)),
    );
    const longest = Math.max(...ends.map(({ size }) => size));
    if (!ends.every((end) => isWhole(end, longest)))
      throw new Shortage(`A .${extension} file was not written in full`);
  }
};

/** The size of a file, if its end shows that it is complete; otherwise 0. */
export const wholeBytes = (file: string): number => {
  const end = endOf(file);
  return isWhole(end, end.size) ? end.size : 0;
};

/** Raw pictures have no end marker. */
type End = { size: number; isEnd?: boolean };

const isWhole = ({ size, isEnd }: End, longest: number) => size > 0 && (isEnd ?? size === longest);

const endOf = (file: string): End => {
  const end = ENDS[path.extname(file).slice(1)];
  try {
    return end ? markedEnd(file, end) : { size: statSync(file).size };
  } catch {
    return { size: 0 };
  }
};

const markedEnd = (file: string, end: Buffer): End => {
  const opened = openSync(file, 'r');
  try {
    const { size } = fstatSync(opened);
    const last = Buffer.alloc(end.length);
    readSync(opened, last, { position: Math.max(0, size - end.length) });
    return { size, isEnd: last.equals(end) };
  } finally {
    closeSync(opened);
  }
};
