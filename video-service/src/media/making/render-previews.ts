import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SourceFacts } from '@video-service/shared/metadata';
import {
  choosePreviewPictures,
  ENOUGH_FRAMES,
  type PreviewPictures,
} from '../choosing/preview-pictures.ts';
import type { Moment } from '../choosing/moments/find-moments.ts';
import { invalid } from '../faults.ts';
import { ROUNDING_SECONDS, type Sampling, selectLooks } from '../ffmpeg/sampling.ts';
import { gifArguments } from '../ffmpeg/preview-arguments.ts';
import { runFfmpeg } from '../ffmpeg/run-ffmpeg.ts';
import { Shortage } from '../ffmpeg/shortage.ts';
import { refuseIfTooMuch } from '../ffmpeg/too-much.ts';
import type { MediaLimits } from '../media-limits.ts';
import type { RangeSource } from '../source/range-source.ts';
import { type OpenVideo, withVideo } from '../with-video.ts';
import { bestOf } from './attempts.ts';
import { type Look, looksByIndex, lookThrough, type SmallPicture } from './look-through.ts';
import { showMoments } from './show-moments.ts';
import { withinBudget } from './within-budget.ts';
import { writePoster } from './write-poster.ts';
import { type Storyboard, writeStoryboard } from './write-storyboard.ts';
import { writeVideo } from './write-video.ts';

const FRAMES = 10;
const MAX_GIF_BYTES = 2_000_000;
const SHRINKS = [1, 1.5, 2, 4, 8];

export type RenderOptions = { directory: string; limits: MediaLimits };

/** The pictures of a preview, as files; what could not be made beside the GIF is missing. */
type Pictures = { gif: string; poster?: string; storyboard?: Storyboard };
export type Previews = Pictures & { video?: string; facts: SourceFacts };

/**
 * Renders the previews of a video: its pictures, and a short silent video. Throws InvalidInput of stage `probe` or
 * `gif` when there is no GIF; whatever else fails is left out.
 */
export const renderPreviews = (source: RangeSource, options: RenderOptions): Promise<Previews> =>
  withVideo(source, options.limits, async (video) => {
    const { moments, ...pictures } = await renderPictures(video, options.directory);
    const film = await unlessItFails(writeVideo(video, options.directory, moments));
    return { ...pictures, ...(film !== undefined && { video: film }), facts: video.facts };
  });

/**
 * Renders a GIF of about ten frames spread over the video, or of what comes and goes in front of a still camera, half a
 * second each and at most 320 pixels wide, that begins with the poster; the poster; and a storyboard.
 */
export const renderPictures = async (
  video: OpenVideo,
  directory: string,
): Promise<Pictures & { moments: Moment[] }> => {
  const { looked, ...spread } = await lookAt(video, directory);
  const shown = await showMoments(video, { looked, pictures: spread.pictures }, directory);
  const { poster, pictures } = shown?.chosen ?? spread;
  const gif = await writeGif(video, pictures, directory);
  const posterFile = await unlessItFails(writePoster(video, poster.millisecond, directory));
  const storyboard = await unlessItFails(writeStoryboard(video, looked, directory));
  return {
    gif,
    ...(posterFile !== undefined && { poster: posterFile }),
    ...(storyboard && { storyboard }),
    moments: shown?.moments ?? [],
  };
};

// A source that cannot be read is thrown all the same: withVideo remembers it. A full machine is tried again.
const unlessItFails = <Result>(work: Promise<Result>) =>
  work.catch((error: unknown) => {
    if (error instanceof Shortage) throw error;
    return undefined;
  });

type Attempt = Look & { enough: number };

// What costs least comes first; when that is too little to show what happens, more is decoded. Frames without times
// must be counted, so that all of them are decoded.
const attemptsFor = (video: OpenVideo, sampling: Sampling): Attempt[] => {
  const all: Attempt = { decode: 'all', keysOnly: false, enough: 1 };
  if (video.frameRate !== undefined) return [all];
  return [
    ...cheapest(video, sampling).map((look) => ({ ...look, enough: ENOUGH_FRAMES })),
    { decode: 'references', keysOnly: false, enough: 5 },
    all,
  ];
};

const cheapest = (video: OpenVideo, sampling: Sampling): Look[] =>
  video.index ? looksByIndex(sampling) : [{ decode: 'keys', keysOnly: true }];

type Looked = PreviewPictures<SmallPicture> & { looked: SmallPicture[] };

const lookAt = async (video: OpenVideo, directory: string): Promise<Looked> => {
  const { startSeconds, windowSeconds } = video;
  const sampling = { startSeconds, windowSeconds, everySeconds: windowSeconds / FRAMES };
  const stretchOf = (millisecond: number) =>
    Math.floor((millisecond / 1000 + ROUNDING_SECONDS) / sampling.everySeconds);
  const attempts = attemptsFor(video, sampling).map(({ enough, keysOnly, ...look }) => async () => {
    const select = selectLooks(sampling, keysOnly);
    const looked = await lookThrough(video, look, { select, directory });
    return { looked, enough, chosen: choosePreviewPictures(looked, stretchOf) };
  });
  const best = await bestOf(attempts, {
    isEnough: ({ chosen, enough }) => (chosen?.pictures.length ?? 0) >= enough,
    score: ({ chosen }) => chosen?.pictures.length ?? 0,
  });
  if (!best?.chosen) throw invalid('gif', 'NO_PICTURE');
  return { looked: best.looked, ...best.chosen };
};

// It is made of a few small pictures, also when decoding took all the time there was.
const GIF_MILLISECONDS = 20_000;

const writeGif = async (video: OpenVideo, pictures: SmallPicture[], directory: string) => {
  const frames = path.join(directory, 'preview.ppm');
  const file = path.join(directory, 'preview.gif');
  await writeFile(
    frames,
    pictures.map((picture) => picture.file),
  );
  const deadline = Math.max(video.deadline, Date.now() + GIF_MILLISECONDS);
  const make = (shrink: number) =>
    runFfmpeg(gifArguments(frames, shrink, file), { directory, deadline }).catch(
      refuseIfTooMuch('gif'),
    );
  if (await withinBudget(file, MAX_GIF_BYTES, { settings: SHRINKS, make })) return file;
  throw invalid('gif', 'NO_PICTURE');
};
