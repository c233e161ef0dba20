import { appendFileSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Moment } from '../choosing/moments/find-moments.ts';
import { stretchSpans } from '../choosing/spans.ts';
import { earliestStarts, momentStretches, videoStretches } from '../choosing/video-stretches.ts';
import type { Decoding, Input } from '../ffmpeg/ffmpeg-arguments.ts';
import { fitted, showAsVideo, type Size, videoMatrix } from '../ffmpeg/picture-filters.ts';
import { footageArguments, VIDEO_RATE, videoArguments } from '../ffmpeg/preview-arguments.ts';
import { runFfmpeg } from '../ffmpeg/run-ffmpeg.ts';
import { clockFilters, joinStretches, type Stretch } from '../ffmpeg/sampling.ts';
import { wholeWindow, writeToneTable } from '../ffmpeg/take-frames.ts';
import type { FrameIndex, KeyQuery } from '../index/frame-index.ts';
import type { OpenVideo } from '../with-video.ts';
import { withinBudget } from './within-budget.ts';

const WIDTH = 640;
const MAX_BYTES = 5_000_000;
const SETTINGS = [
  { quality: 26, shrink: 1 },
  { quality: 34, shrink: 1 },
  { quality: 40, shrink: 2 },
];

/** What a preview video is to show: the moments, or else the video from its opening on, in seconds. */
export type Story = { moments: Moment[]; opening: number };
const ALL: Story = { moments: [], opening: 0 };

/** Writes `preview.mp4`, the moments or else some seconds from all over the window; undefined when nothing can be shown. */
export const writeVideo = async (
  video: OpenVideo,
  directory: string,
  story = ALL,
): Promise<string | undefined> => {
  const footage = await takeFootage(video, directory, story);
  if (!footage) return undefined;
  const file = path.join(directory, 'preview.mp4');
  const matrix = videoMatrix(video.appearance);
  const make = (setting: (typeof SETTINGS)[number]) =>
    runFfmpeg(videoArguments(footage, { ...setting, matrix }, file), {
      directory,
      deadline: video.deadline,
    });
  return (await withinBudget(file, MAX_BYTES, { settings: SETTINGS, make })) ? file : undefined;
};

/** What the preview video shows, and the key frames of the window as far as they are known. */
export const planFootage = async (video: OpenVideo, { moments, opening } = ALL) => {
  const { index, startSeconds, windowSeconds, hidesFrames } = video;
  const keysAt = async (side: KeyQuery['side'], shown: number[]) => {
    const times = shown.map((time) => time + startSeconds);
    return (
      (await index?.keyTimes({ times, side }, startSeconds + windowSeconds).catch(() => [])) ?? []
    );
  };
  if (moments.length > 0) {
    const stretches = momentStretches(moments, windowSeconds);
    return {
      keys: await keysAt(
        'before',
        stretches.map(({ start }) => start),
      ),
      stretches,
    };
  }
  const shown = { start: opening, end: windowSeconds };
  const keys = await keysAt('after', earliestStarts(shown));
  const stretches = videoStretches(
    keys.map((key) => key - startSeconds),
    shown,
  );
  const starts = stretches.map(({ start }) => start);
  // The key frames before a run are not shown themselves.
  return { keys: hidesFrames === true ? await keysAt('before', starts) : keys, stretches };
};

const takeFootage = async (video: OpenVideo, directory: string, story: Story) => {
  const file = path.join(directory, 'footage.y4m');
  const { index } = video;
  const { keys, stretches } = await planFootage(video, story);
  const part = { video, directory, file };
  writeToneTable(video, directory);
  // Frames without times can only be counted.
  if (video.frameRate !== undefined)
    return (await take(part, wholeWindow(video), stretches)) ? file : undefined;
  if (index && (await takeByIndex(part, { index, keys, stretches }))) return file;
  if (index?.isSpliced === true) return undefined;
  if (await takeBySeeking(part, stretches)) return file;
  // Some containers do not support seeking.
  return (await take(part, wholeWindow(video), stretches)) ? file : undefined;
};

type Part = { video: OpenVideo; directory: string; file: string };
type Plan = { index: FrameIndex; keys: number[]; stretches: Stretch[] };

const takeByIndex = async (part: Part, plan: Plan) => {
  const pieces = await writePieces(part, plan).catch(() => undefined);
  return pieces ? takePieces(part, pieces) : false;
};

const writePieces = async (
  { video: { startSeconds }, directory }: Part,
  { index, keys, stretches }: Plan,
): Promise<Piece[]> => {
  const inFile = stretches.map(({ start, end }) => ({
    start: start + startSeconds,
    end: end + startSeconds,
  }));
  const name = path.join(directory, 'footage.excerpt');
  const excerpts = await index.writeExcerpts(stretchSpans(keys, inFile), name);
  return excerpts.flatMap(({ start, ...excerpt }, at) => {
    const own = within(stretches, {
      start: at === 0 ? 0 : start - startSeconds,
      end: (excerpts[at + 1]?.start ?? Infinity) - startSeconds,
    });
    const input: Input = { from: 'excerpt', ...excerpt, ...index.excerpt };
    return own.length === 0 ? [] : { input, stretches: own };
  });
};

const within = (stretches: Stretch[], { start, end }: Stretch) =>
  stretches
    .map((each) => ({ start: Math.max(each.start, start), end: Math.min(each.end, end) }))
    .filter((each) => each.end > each.start);

const takeBySeeking = (part: Part, stretches: Stretch[]) => {
  const { url, stream, startSeconds: begin, fileStartSeconds } = part.video;
  return takePieces(
    part,
    stretches.map((stretch) => {
      const startSeconds = Math.max(0, stretch.start + begin - fileStartSeconds);
      const seconds = stretch.end - stretch.start;
      const input: Input = { from: 'seek', url, stream, startSeconds, seconds };
      return { input, stretches: [stretch] };
    }),
  );
};

type Piece = { input: Input; stretches: Stretch[] };

// One after the other: several decoders at once would not fit into memory.
const takePieces = async (part: Part, pieces: Piece[]) => {
  const [only] = pieces;
  if (only && pieces.length === 1) return take(part, only.input, only.stretches);
  rmSync(part.file, { force: true });
  const piece = `${part.file}.part`;
  let header = true;
  for (const { input, stretches } of pieces) {
    if (!(await take({ ...part, file: piece }, input, stretches))) continue;
    const frames = readFileSync(piece);
    appendFileSync(part.file, header ? frames : frames.subarray(frames.indexOf('\n') + 1));
    header = false;
  }
  return !header;
};

// A file without frames is not larger than its header.
const MAX_HEADER_BYTES = 100;

const take = async ({ video, directory, file }: Part, input: Input, stretches: Stretch[]) => {
  rmSync(file, { force: true });
  const decoding: Decoding = { decode: 'all', rough: video.facts.width >= WIDTH * 1.5 };
  const filters = [
    ...clockFilters(video),
    ...joinStretches(stretches, VIDEO_RATE),
    ...showAsVideo(canvasOf(video), video.appearance),
  ].join(',');
  const seconds = stretches.reduce((sum, { start, end }) => sum + end - start, 0);
  const args = footageArguments(input, decoding, { filters, seconds, file });
  await runFfmpeg(args, { directory, deadline: video.deadline });
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_HEADER_BYTES;
};

// The encoder accepts only even sides.
const canvasOf = ({ appearance }: OpenVideo): Size => {
  const { width, height } = fitted(appearance, appearance.turn, [WIDTH, WIDTH]);
  return { width: even(width), height: even(height) };
};

const even = (length: number) => Math.max(2, Math.floor(length / 2) * 2);
