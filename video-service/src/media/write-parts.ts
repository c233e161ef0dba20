import { closeSync, openSync, writevSync } from 'node:fs';
import { Shortage } from './ffmpeg/shortage.ts';

/** Writes a file of these parts, at least one, in one go; throws Shortage if the disk has no room for all of them. */
export const writeParts = (file: string, parts: Uint8Array[]): void => {
  const opened = openSync(file, 'w');
  try {
    const bytes = parts.reduce((sum, { length }) => sum + length, 0);
    if (writevSync(opened, parts) < bytes) throw new Shortage(`${file} was not written in full`);
  } finally {
    closeSync(opened);
  }
};
