import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { InvalidInput } from '@video-service/shared/errors';
import { findMoments, type Moment } from '../choosing/moments/find-moments.ts';
import { COLUMNS, type Glimpse, ROWS } from '../choosing/moments/glimpse.ts';
import type { FrameFiles } from '../ffmpeg/ffmpeg-arguments.ts';
import { selectEvery } from '../ffmpeg/sampling.ts';
import { type Taken, takeFrames, type TakeOptions } from '../ffmpeg/take-frames.ts';
import type { OpenVideo } from '../with-video.ts';

const EVERY_SECONDS = 0.2;

// A minute of 1080p: what is longer or larger costs more to watch than it is worth.
const MAX_PIXEL_SECONDS = 60 * 1920 * 1080;

// The rest is for the pictures.
const SHARE_OF_TIME = 0.6;

const GLIMPSES: FrameFiles = {
  extension: 'glimpse',
  filters: [`scale=${COLUMNS}:${ROWS}:eval=frame:flags=area`, 'format=gray'],
  coding: ['-c:v', 'rawvideo'],
};

export type WatchOptions = Pick<TakeOptions, 'stage' | 'directory'>;
export type Watch = { moments: Moment[]; everySeconds: number };

/**
 * What comes and goes in front of the still camera of this video, in seconds as a player shows them, and how often
 * that was looked at; undefined when that would take too long, or the camera moves after all.
 */
export const watchVideo = async (
  video: OpenVideo,
  options: WatchOptions,
): Promise<Watch | undefined> => {
  const { width, height } = video.facts;
  if (width * height * video.windowSeconds > MAX_PIXEL_SECONDS) return undefined;
  const taken = await takeGlimpses(video, options);
  const moments = taken && findMoments(await readGlimpses(taken));
  return moments && { moments, everySeconds: EVERY_SECONDS };
};

const takeGlimpses = async (video: OpenVideo, { stage, directory }: WatchOptions) => {
  const now = Date.now();
  const deadline = now + Math.floor((video.deadline - now) * SHARE_OF_TIME);
  const options = {
    stage,
    directory,
    width: COLUMNS,
    select: selectEvery(EVERY_SECONDS, video.windowSeconds),
  };
  try {
    return await takeFrames(
      { ...video, deadline },
      { decode: 'all' },
      { ...options, files: [GLIMPSES] },
    );
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
};

const readGlimpses = ({ frames, directory }: Taken): Promise<Glimpse[]> =>
  Promise.all(
    frames.map(async ({ millisecond }) => ({
      time: millisecond / 1000,
      grays: await readFile(path.join(directory, `${millisecond}.glimpse`)),
    })),
  );
