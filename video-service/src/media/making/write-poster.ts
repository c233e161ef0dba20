import path from 'node:path';
import { writeExcerpt } from '../index/excerpt.ts';
import type { Input } from '../ffmpeg/ffmpeg-arguments.ts';
import { posterFilters } from '../ffmpeg/filter-graphs.ts';
import { posterArguments } from '../ffmpeg/preview-arguments.ts';
import { runFfmpeg } from '../ffmpeg/run-ffmpeg.ts';
import type { OpenVideo } from '../with-video.ts';
import { withinBudget } from './within-budget.ts';

const MAX_BYTES = 1_000_000;
const MICROSECONDS = 1_000_000;

/** Where a decoder begins, so that it is in step when the frame comes. */
const RUN_UP_SECONDS = 2;

const SETTINGS = [
  { width: 1280, quality: 3 },
  { width: 1280, quality: 8 },
  { width: 1280, quality: 16 },
  { width: 640, quality: 16 },
  { width: 320, quality: 31 },
];

/**
 * Writes the frame of this time (in microseconds of the file's) as `poster.jpg`; undefined when it cannot be
 * found again, or not within a megabyte.
 */
export const writePoster = async (
  video: OpenVideo,
  time: number,
  directory: string,
): Promise<string | undefined> => {
  const file = path.join(directory, 'poster.jpg');
  const inputs = await inputsFor(video, time / MICROSECONDS, directory);
  for (const input of inputs) {
    let shown: number | undefined;
    const make = async ({ width, quality }: (typeof SETTINGS)[number]) => {
      const filters = posterFilters(time / MICROSECONDS, width);
      const args = posterArguments(input, { filters, quality }, file);
      const { times } = await runFfmpeg(args, { directory, deadline: video.deadline });
      shown = times[0];
    };
    const small = await withinBudget(file, MAX_BYTES, { settings: SETTINGS, make });
    if (small && shown === time) return file;
  }
  return undefined;
};

const inputsFor = async (
  { index, url, startSeconds, windowSeconds: endSeconds }: OpenVideo,
  seconds: number,
  directory: string,
): Promise<Input[]> => {
  const sought = Math.max(0, seconds - startSeconds - RUN_UP_SECONDS);
  const inputs: Input[] = [
    { from: 'seek', url, startSeconds: sought, seconds: 2 * RUN_UP_SECONDS },
    { from: 'url', url, endSeconds },
  ];
  if (!index) return inputs;
  try {
    const file = path.join(directory, 'poster.mp4');
    await writeExcerpt(index, [{ from: seconds, until: seconds }], file);
    return [{ from: 'excerpt', file }, ...inputs];
  } catch {
    return inputs;
  }
};
