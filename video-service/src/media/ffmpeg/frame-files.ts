import { open } from 'node:fs/promises';
import path from 'node:path';
import type { FrameFiles } from './ffmpeg-arguments.ts';
import type { Frame } from './frame-list.ts';
import { Shortage } from './shortage.ts';

// How a picture ends that was written in full; raw ones are all of one size.
const ENDS: Partial<Record<string, Buffer>> = {
  png: Buffer.from('0000000049454e44ae426082', 'hex'),
  jpg: Buffer.from('ffd9', 'hex'),
  gif: Buffer.from('3b', 'hex'),
};
const END_BYTES = 12;

/**
 * Throws Shortage unless all files of the frames are there in full: FFmpeg can end with 0 on a full disk.
 */
export const checkFrameFiles = async (
  directory: string,
  frames: Frame[],
  files: FrameFiles[],
): Promise<void> => {
  for (const { extension } of files) {
    const ends = await Promise.all(
      frames.map(({ millisecond }) =>
        lastBytes(path.join(directory, `${millisecond}.${extension}`)),
      ),
    );
    const longest = Math.max(...ends.map(({ size }) => size));
    if (!ends.every((end) => isWhole(end, extension, longest)))
      throw new Shortage(`A .${extension} file was not written in full`);
  }
};

/** The size of a file that was written in full, as far as its end tells; 0 otherwise. */
export const wholeBytes = async (file: string): Promise<number> => {
  const end = await lastBytes(file);
  return isWhole(end, path.extname(file).slice(1), end.size) ? end.size : 0;
};

type End = { size: number; bytes: Buffer };

const isWhole = ({ size, bytes }: End, extension: string, longest: number) => {
  const end = ENDS[extension];
  return size > 0 && (end ? bytes.subarray(-end.length).equals(end) : size === longest);
};

const lastBytes = async (file: string): Promise<End> => {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return { size: 0, bytes: Buffer.alloc(0) };
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read({
      buffer: Buffer.alloc(END_BYTES),
      position: Math.max(0, size - END_BYTES),
    });
    return { size, bytes: buffer.subarray(0, bytesRead) };
  } finally {
    await handle.close();
  }
};
