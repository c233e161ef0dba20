import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sheetArguments } from '../ffmpeg/preview-arguments.ts';
import { runFfmpeg } from '../ffmpeg/run-ffmpeg.ts';
import type { OpenVideo } from '../with-video.ts';
import type { SmallPicture } from './look-through.ts';
import { withinBudget } from './within-budget.ts';

const MAX_BYTES = 1_000_000;
const COLUMNS = 5;
const TILE_SIDE = 192;
const QUALITIES = [4, 10, 20, 31];

/** A part of the storyboard's picture, and the seconds of the video for which it stands. */
export type Tile = {
  start: number;
  end: number;
  left: number;
  top: number;
  width: number;
  height: number;
};

/** One picture of many small ones in rows. */
export type Storyboard = { file: string; tiles: Tile[] };

/** Writes `storyboard.jpg`; undefined when there are no pictures, or not within a megabyte. */
export const writeStoryboard = async (
  video: OpenVideo,
  pictures: SmallPicture[],
  directory: string,
): Promise<Storyboard | undefined> => {
  const [first] = pictures;
  if (!first) return undefined;
  const size = tileSize(first);
  const grid = {
    columns: Math.min(COLUMNS, pictures.length),
    rows: Math.ceil(pictures.length / COLUMNS),
    ...size,
  };
  const frames = path.join(directory, 'storyboard.ppm');
  const file = path.join(directory, 'storyboard.jpg');
  await writeFile(
    frames,
    pictures.map((picture) => picture.file),
  );
  const make = (quality: number) =>
    runFfmpeg(sheetArguments(frames, { ...grid, quality }, file), {
      directory,
      deadline: video.deadline,
    });
  const small = await withinBudget(file, MAX_BYTES, { settings: QUALITIES, make });
  return small ? { file, tiles: tilesOf(video, pictures, size) } : undefined;
};

const tileSize = ({ width, height }: SmallPicture) => {
  const scale = Math.min(1, TILE_SIDE / Math.max(width, height));
  // Even sides, so that no colour of a tile reaches into the next one.
  const side = (length: number) => Math.max(2, Math.round((length * scale) / 2) * 2);
  return { width: side(width), height: side(height) };
};

const tilesOf = (
  video: OpenVideo,
  pictures: SmallPicture[],
  { width, height }: { width: number; height: number },
): Tile[] => {
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
