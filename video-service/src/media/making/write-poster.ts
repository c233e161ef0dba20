import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import type { Input } from '../ffmpeg/ffmpeg-arguments.ts';
import { fitted, showIn } from '../ffmpeg/picture-filters.ts';
import { ROUNDING_SECONDS, selectTimes } from '../ffmpeg/sampling.ts';
import { takeFrom, wholeWindow } from '../ffmpeg/take-frames.ts';
import type { KeyQuery } from '../index/frame-index.ts';
import type { OpenVideo } from '../with-video.ts';
import { withinBudget } from './within-budget.ts';

const MAX_BYTES = 1_000_000;
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
 * Writes the frame that is shown at this time as `poster.jpg`; undefined when it cannot be found again, or not within a
 * megabyte.
 */
export const writePoster = async (
  video: OpenVideo,
  millisecond: number,
  directory: string,
): Promise<string | undefined> => {
  const file = path.join(directory, 'poster.jpg');
  for (const input of await inputsFor(video, millisecond / 1000, directory)) {
    const taken: number[] = [];
    const make = async ({ width, quality }: (typeof SETTINGS)[number]) => {
      const canvas = fitted(video.appearance, video.appearance.turn, [width, width]);
      const frames = await takeFrom(video, input, {
        stage: 'gif',
        decode: 'all',
        directory,
        width,
        select: selectTimes([millisecond]),
        files: [
          {
            extension: 'jpg',
            filters: [...showIn(canvas, video.appearance), 'format=yuvj420p'],
            coding: ['-c:v', 'mjpeg', '-q:v', `${quality}`],
          },
        ],
      });
      taken.push(...frames.map((frame) => frame.millisecond));
      if (frames.length > 0) await copyFile(path.join(directory, `${millisecond}.jpg`), file);
    };
    const small = await withinBudget(file, MAX_BYTES, { settings: SETTINGS, make });
    if (small && taken.includes(millisecond)) return file;
  }
  return undefined;
};

const inputsFor = async (
  video: OpenVideo,
  seconds: number,
  directory: string,
): Promise<Input[]> => {
  const { index, url, stream, startSeconds, windowSeconds, fileStartSeconds, frameRate } = video;
  const whole = wholeWindow(video);
  // Frames without times can only be counted.
  if (frameRate !== undefined) return [whole];
  const sought = Math.max(0, seconds + startSeconds - fileStartSeconds - RUN_UP_SECONDS);
  const part = { url, stream, startSeconds: sought, seconds: 2 * RUN_UP_SECONDS };
  const inputs: Input[] = [{ from: 'seek', ...part }, whole];
  if (!index) return inputs;
  try {
    const file = path.join(directory, 'poster.excerpt');
    const time = startSeconds + seconds;
    const query: KeyQuery = { times: [time], side: 'before' };
    const keys = await index.keyTimes(query, startSeconds + windowSeconds);
    const from = keys.findLast((key) => key <= time + ROUNDING_SECONDS) ?? time;
    await index.writeExcerpt([{ from, until: time }], file);
    return [{ from: 'excerpt', file, ...index.excerpt }, ...inputs];
  } catch {
    return inputs;
  }
};
