import path from 'node:path';
import { makeSheet } from '../ffmpeg/preview-arguments.ts';
import type { OpenVideo } from '../with-video.ts';
import { writeParts } from '../write-parts.ts';
import type { SmallPicture } from './look-through.ts';
import type { Product } from './make-products.ts';

const MAX_BYTES = 1_000_000;
const COLUMNS = 5;
const TILE_SIDE = 192;
const BEST_QUALITY = 4;
const LOWER_QUALITIES = [10, 20, 31];

/** A part of the storyboard's picture, and the seconds of the video it stands for. */
export type Tile = {
  start: number;
  end: number;
  left: number;
  top: number;
  width: number;
  height: number;
};

/** `storyboard.jpg`: all of these pictures. */
export const planStoryboard = (pictures: SmallPicture[], directory: string): Product => {
  const grid = {
    columns: Math.min(COLUMNS, pictures.length),
    rows: Math.ceil(pictures.length / COLUMNS),
    ...tileSize(pictures),
  };
  const frames = path.join(directory, 'storyboard.ppm');
  const file = path.join(directory, 'storyboard.jpg');
  writeParts(
    frames,
    pictures.map((picture) => picture.file),
  );
  const make = (quality: number) => makeSheet(frames, { ...grid, quality }, file);
  return {
    file,
    maxBytes: MAX_BYTES,
    versions: [make(BEST_QUALITY), ...LOWER_QUALITIES.map(make)],
  };
};

/** Maps times to parts of the storyboard. */
export const tilesOf = (video: OpenVideo, pictures: SmallPicture[]): Tile[] => {
  const { width, height } = tileSize(pictures);
  const starts = pictures.map(({ millisecond }) => millisecond);
  const end = Math.ceil(video.windowSeconds * 1000);
  return starts.flatMap((start, index) => {
    const until = starts[index + 1] ?? Math.max(end, start + 1);
    return until <= start
      ? []
      : [
          {
            start: start / 1000,
            end: until / 1000,
            left: (index % COLUMNS) * width,
            top: Math.floor(index / COLUMNS) * height,
            width,
            height,
          },
        ];
  });
};

const tileSize = ([first]: SmallPicture[]) => {
  const { width = 0, height = 0 } = first ?? {};
  const scale = Math.min(1, TILE_SIDE / Math.max(width, height));
  // Even sides, so that the colours of a tile do not bleed into the next one.
  const side = (length: number) => Math.max(2, Math.round((length * scale) / 2) * 2);
  return { width: side(width), height: side(height) };
};
