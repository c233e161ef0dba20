import { appendFile, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Span } from '../choosing/spans.ts';
import { videoStretches } from '../choosing/video-stretches.ts';
import type { Decoding, Input } from '../ffmpeg/ffmpeg-arguments.ts';
import { footageFilters, type Stretch } from '../ffmpeg/filter-graphs.ts';
import { footageArguments, VIDEO_RATE, videoArguments } from '../ffmpeg/preview-arguments.ts';
import { runFfmpeg } from '../ffmpeg/run-ffmpeg.ts';
import { writeExcerpt } from '../index/excerpt.ts';
import { keyTimes } from '../index/key-times.ts';
import type { VideoIndex } from '../index/video-index.ts';
import type { OpenVideo } from '../with-video.ts';
import { withinBudget } from './within-budget.ts';

const WIDTH = 640;
const MAX_BYTES = 5_000_000;
const SETTINGS = [
  { quality: 26, shrink: 1 },
  { quality: 34, shrink: 1 },
  { quality: 40, shrink: 2 },
];

/** Writes `preview.mp4`, some seconds from all over the window; undefined when nothing can be shown. */
export const writeVideo = async (
  video: OpenVideo,
  directory: string,
): Promise<string | undefined> => {
  const footage = await takeFootage(video, directory);
  if (!footage) return undefined;
  const file = path.join(directory, 'preview.mp4');
  const make = (setting: (typeof SETTINGS)[number]) =>
    runFfmpeg(videoArguments(footage, setting, file), { directory, deadline: video.deadline });
  return (await withinBudget(file, MAX_BYTES, { settings: SETTINGS, make })) ? file : undefined;
};

/** What the preview video shows, and the key frames of the window as far as they are known. */
export const planFootage = async (video: OpenVideo) => {
  const { index, windowSeconds } = video;
  const keys = index ? await keyTimes(index, windowSeconds).catch(() => []) : [];
  return { keys, stretches: videoStretches(keys, video) };
};

const takeFootage = async (video: OpenVideo, directory: string) => {
  const file = path.join(directory, 'footage.y4m');
  const { index } = video;
  const { keys, stretches } = await planFootage(video);
  const part = { video, directory, file };
  if (index && (await takeByIndex(part, { index, keys, stretches }))) return file;
  return (await takeBySeeking(part, stretches)) ? file : undefined;
};

type Part = { video: OpenVideo; directory: string; file: string };
type Plan = { index: VideoIndex; keys: number[]; stretches: Stretch[] };

const takeByIndex = async (part: Part, { index, keys, stretches }: Plan) => {
  const excerpt = path.join(part.directory, 'footage.mp4');
  try {
    await writeExcerpt(index, spansOf(keys, stretches), excerpt);
  } catch {
    return false;
  }
  return take(part, { from: 'excerpt', file: excerpt }, stretches);
};

// From the key frame before each stretch; stretches that share one are a single span.
const spansOf = (keys: number[], stretches: Stretch[]): Span[] => {
  const spans = new Map<number, Span>();
  for (const { start, end } of stretches) {
    const from = keys.findLast((key) => key <= start) ?? start;
    spans.set(from, { from, until: end });
  }
  return [...spans.values()];
};

// One after the other: a decoder for each at the same time would not fit into the memory.
const takeBySeeking = async (part: Part, stretches: Stretch[]) => {
  await rm(part.file, { force: true });
  const piece = `${part.file}.part`;
  let header = true;
  for (const stretch of stretches) {
    const startSeconds = Math.max(0, stretch.start - part.video.startSeconds);
    const seconds = stretch.end - stretch.start;
    const input: Input = { from: 'seek', url: part.video.url, startSeconds, seconds };
    if (!(await take({ ...part, file: piece }, input, [stretch]))) continue;
    const frames = await readFile(piece);
    await appendFile(part.file, header ? frames : frames.subarray(frames.indexOf('\n') + 1));
    header = false;
  }
  return !header;
};

const take = async ({ video, directory, file }: Part, input: Input, stretches: Stretch[]) => {
  await rm(file, { force: true });
  const decoding: Decoding = { decode: 'all', rough: video.facts.width >= WIDTH * 1.5 };
  const filters = footageFilters(stretches, { width: WIDTH, rate: VIDEO_RATE });
  const args = footageArguments(input, decoding, { filters, file });
  await runFfmpeg(args, { directory, deadline: video.deadline });
  return readFile(file).then(
    ({ length }) => length > 100,
    () => false,
  );
};
