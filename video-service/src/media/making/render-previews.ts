import type { SourceFacts } from '@video-service/shared/metadata';
import { choosePreviewPictures, ENOUGH_FRAMES } from '../choosing/preview-pictures.ts';
import { findOpening } from '../choosing/find-opening.ts';
import { invalid } from '../media-errors.ts';
import { ROUNDING_SECONDS, type Sampling, selectLooks } from '../ffmpeg/sampling.ts';
import type { MediaLimits } from '../media-limits.ts';
import type { RangeSource } from '../source/range-source.ts';
import { type OpenVideo, withVideo } from '../with-video.ts';
import { bestOf } from './attempts.ts';
import { type Look, looksByIndex, lookThrough } from './look-through.ts';
import { type Looked, makePictures, type Pictures } from './make-pictures.ts';
import { showMoments } from './show-moments.ts';
import { unlessItFails } from './unless-it-fails.ts';
import { type Story, writeVideo } from './write-video.ts';

const FRAMES = 10;

export type RenderOptions = { directory: string; limits: MediaLimits };

export type Previews = Pictures & { video?: string; facts: SourceFacts };

/**
 * Renders a video's previews: pictures and a short silent video. Throws InvalidInput of stage `probe` or `gif` if there
 * is no GIF; other failed previews are omitted.
 */
export const renderPreviews = (source: RangeSource, options: RenderOptions): Promise<Previews> =>
  withVideo(source, options.limits, async (video) => {
    const { story, ...pictures } = await renderPictures(video, options.directory);
    const film = await unlessItFails(writeVideo(video, options.directory, story));
    return { ...pictures, ...(film !== undefined && { video: film }), facts: video.facts };
  });

/**
 * Renders a GIF of about ten frames spread over the video, or of what comes and goes before a stationary camera, half a
 * second each, at most 320 pixels wide and starting with the poster; the poster; and a storyboard.
 */
export const renderPictures = async (
  video: OpenVideo,
  directory: string,
): Promise<Pictures & { story: Story }> => {
  const { looked, ...spread } = await lookAt(video, directory);
  const shown = await showMoments(video, { looked, pictures: spread.pictures }, directory);
  const made = await makePictures(video, { looked, ...(shown?.chosen ?? spread) }, directory);
  const opening = findOpening(looked, video.windowSeconds);
  return { ...made, story: { moments: shown?.moments ?? [], opening } };
};

type Attempt = Look & { enough: number };

// The cheapest comes first; if that shows too little, more is decoded. If frames have no display times, all must be
// decoded.
const attemptsFor = (video: OpenVideo, sampling: Sampling): Attempt[] => {
  const all: Attempt = { decode: 'all', keysOnly: false, enough: 1 };
  if (video.untimed && !video.index) return [all];
  return [
    ...cheapest(video, sampling).map((look) => ({ ...look, enough: ENOUGH_FRAMES })),
    { decode: 'references', keysOnly: false, enough: 5 },
    all,
  ];
};

const cheapest = (video: OpenVideo, sampling: Sampling): Look[] =>
  video.index ? looksByIndex(sampling) : [{ decode: 'keys', keysOnly: true }];

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
