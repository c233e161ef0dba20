import { execFile } from 'node:child_process';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { DRAWINGS, filmArguments } from './film.ts';

const TIMEOUT_MS = 120_000;

/**
 * Draws the sample clip: nine seconds along a street, from a stop sign to a clock tower. Needs an FFmpeg with libx264.
 * The file appears completely or not at all.
 */
export const drawSample = async (file: string, { ffmpeg }: { ffmpeg: string }): Promise<void> => {
  const folder = await mkdtemp(path.join(path.dirname(file), '.sample-'));
  try {
    const pictures = await Promise.all(DRAWINGS.map((drawing) => paint(drawing, folder)));
    const film = path.join(folder, 'film.mp4');
    await promisify(execFile)(ffmpeg, filmArguments(pictures, film), { timeout: TIMEOUT_MS });
    await rename(film, file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const paint = async (drawing: string, folder: string) => {
  const picture = path.join(folder, `${drawing}.png`);
  const source = fileURLToPath(new URL(`scene/${drawing}.svg`, import.meta.url));
  await sharp(source).png({ compressionLevel: 1 }).toFile(picture);
  return picture;
};
