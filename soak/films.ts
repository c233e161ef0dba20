import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { drawClip } from '../local/src/testing/draw-clip.ts';
import type { Film } from './doors.ts';

const SHAPES = [
  { size: '160x90', seconds: 1 },
  { size: '320x180', seconds: 2 },
  { size: '90x160', seconds: 3 },
];
const DAMAGED_ONE_IN = 20;

/** Draws a few small films; returns the one for a number, one in twenty of which is not a video. */
export const drawFilms = async (folder: string): Promise<(number: number) => Film> => {
  const drawn = await Promise.all(
    SHAPES.map(async (shape, index) => {
      return readFile(await drawClip(path.join(folder, `film-${index}.mp4`), shape));
    }),
  );
  return (number) => {
    const bytes = drawn[number % drawn.length];
    return number % DAMAGED_ONE_IN === 1 || !bytes
      ? { bytes: Buffer.from(`This is no film, whatever its name says. ${number}`), isVideo: false }
      : { bytes, isVideo: true };
  };
};
