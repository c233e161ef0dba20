import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SourceFacts, VideoError } from '@video-service/shared/metadata';
import type { FrameIndex, KeyQuery } from '../index/frame-index.ts';
import type { Span } from '../choosing/spans.ts';
import type { OpenVideo } from '../with-video.ts';
import { appendPart, partOf } from './all-in-one.ts';
import { isUnskippable } from './codecs.ts';
import {
  type Decode,
  feedArguments,
  type FrameFiles,
  frameArguments,
  type Input,
} from './ffmpeg-arguments.ts';
import { checkFrameFiles } from './frame-files.ts';
import { readableSeconds } from '../probe/affordable.ts';
import { type Frame, type FrameList, inOrder, parseFrameList } from './frame-list.ts';
import { runFfmpeg } from './run-ffmpeg.ts';
import { clockFilters } from './sampling.ts';
import { isDiskFull, Shortage } from './shortage.ts';
import { TONE_FILE, toneTable } from './tone-curve.ts';
import { refuseIfTooMuch } from './too-much.ts';

/**
 * Which frames are decoded, and which spans of the video suffice for that; without an index or spans, the whole window.
 */
export type Reading = { decode: Decode; spans?: SpanChoice | undefined };

/** The key frames to look for, and the spans chosen given these, or more. */
export type SpanChoice = KeyQuery & { spansOf: (keyTimes: number[]) => Span[] };

// A picture reduced this much shows nothing of rough edges: SSIM 0.999 with and without them.
const ROUGH_FROM = 1.5;

export type TakeOptions = {
  stage: Extract<VideoError['stage'], 'gif' | 'captures'>;
  /** Where a directory for the files is created. */
  directory: string;
  /** The maximum width of the frames, in pixels. */
  width: number;
  /** A filter that passes the frames to take. */
  select: string;
  files: FrameFiles[];
};

/** The frames in order of time, and the directory with their files, named by milliseconds. */
export type Taken = { frames: Frame[]; directory: string };

/**
 * Takes frames of the video in one pass; none if nothing could be decoded. `wanted` is the minimum number of frames.
 * Throws InvalidInput if it takes too long or too much memory, and Shortage if the machine is full.
 */
export const takeFrames = async (
  video: OpenVideo,
  reading: Reading,
  options: TakeOptions,
): Promise<Taken & { wanted: number }> => {
  const directory = mkdtempSync(path.join(options.directory, 'frames-'));
  const opened = await inputsOf(video, reading, directory);
  if (!opened) return { frames: [], directory, wanted: 1 };
  const { decode } = reading;
  const frames = new Map<number, Frame>();
  let before = 0;
  for (const input of opened.inputs) {
    const taken = await takeFrom(video, input, { ...options, decode, directory });
    for (const frame of taken.frames)
      frames.set(frame.millisecond, { ...frame, at: before + frame.at });
    for (const { allInOne } of options.files) if (allInOne) appendPart(directory, allInOne, before);
    before += taken.listed;
    // They can be larger than all that is made of them.
    if (input.from === 'excerpt') rmSync(input.file, { force: true });
  }
  return { frames: inOrder(frames.values()), directory, wanted: opened.wanted };
};

type Taking = Pick<TakeOptions, 'stage' | 'width' | 'select' | 'files'> & {
  decode: Decode;
  directory: string;
};

const takeFrom = async (
  video: OpenVideo,
  input: Input,
  { decode, directory, ...options }: Taking,
): Promise<FrameList> => {
  writeToneTable(video, directory);
  const decoding = { decode, rough: isRough(video, options.width) };
  const select = [...clockFilters(video), options.select];
  const files = options.files.map((each) =>
    each.allInOne ? { ...each, allInOne: partOf(each.allInOne) } : each,
  );
  const args = frameArguments(input, decoding, { select, files });
  const feed = input.from === 'feed' && {
    feed: feedArguments(video.url, video.stream, input.endSeconds),
  };
  const { deadline } = video;
  const list = await runFfmpeg(args, { directory, deadline, ...feed }).catch(
    refuseIfTooMuch(options.stage),
  );
  const taken = parseFrameList(list.toString());
  checkFrameFiles(directory, taken.frames, options.files);
  return taken;
};

const inputsOf = async (
  video: OpenVideo,
  { decode, spans }: Reading,
  directory: string,
): Promise<{ inputs: Input[]; wanted: number } | undefined> => {
  const { index } = video;
  const needed = spans ?? (index?.isSpliced === true ? allOf(video) : undefined);
  if (index && needed) {
    const file = path.join(directory, 'excerpt');
    const written = await writeSpans({ ...video, index, spans: needed }, file);
    return (
      written && {
        inputs: written.excerpts.map((each) => ({ from: 'excerpt', ...each, ...index.excerpt })),
        wanted: written.wanted,
      }
    );
  }
  const input = wholeWindow(video);
  const fed = decode === 'keys' && isUnskippable(video.facts.codec);
  return {
    inputs: [fed ? { from: 'feed', endSeconds: input.endSeconds } : input],
    wanted: 1,
  };
};

const allOf = ({ startSeconds, windowSeconds }: OpenVideo): SpanChoice => ({
  times: [startSeconds],
  side: 'before',
  spansOf: ([first = startSeconds]) => [{ from: first, until: startSeconds + windowSeconds }],
});

/**
 * The part of the video that is analysed, as far as FFmpeg can read it. It counts from the start of the file, which can
 * be earlier.
 */
export const wholeWindow = ({
  url,
  stream,
  startSeconds,
  fileStartSeconds,
  windowSeconds,
  facts,
}: OpenVideo) =>
  ({
    from: 'url',
    url,
    stream,
    endSeconds: Math.min(windowSeconds, readableSeconds(facts)) + startSeconds - fileStartSeconds,
  }) as const;

type Excerpt = { index: FrameIndex; spans: SpanChoice } & Pick<
  OpenVideo,
  'startSeconds' | 'windowSeconds'
>;

// Undefined if the index is wrong: FFmpeg may still be able to read such a file by itself.
const writeSpans = async ({ index, spans, startSeconds, windowSeconds }: Excerpt, file: string) => {
  try {
    const keys = await index.keyTimes(spans, startSeconds + windowSeconds);
    const chosen = spans.spansOf(keys);
    const excerpts = await index.writeExcerpts(chosen, file);
    return { excerpts, wanted: Math.max(1, chosen.length) };
  } catch (error) {
    if (isDiskFull(path.dirname(file)))
      throw new Shortage('No room for an excerpt', { cause: error });
    return undefined;
  }
};

/** Puts the table that the filters need for these colours into the directory where FFmpeg runs. */
export const writeToneTable = ({ appearance }: OpenVideo, directory: string): void => {
  if (appearance.light !== 'sdr')
    writeFileSync(path.join(directory, TONE_FILE), toneTable(appearance.light));
};

/** Whether pictures of at most this width may be decoded roughly. */
export const isRough = ({ facts }: OpenVideo, width: number): boolean =>
  shownWidth(facts) >= width * ROUGH_FROM;

const shownWidth = ({ width, height, rotation }: SourceFacts) =>
  rotation % 180 === 0 ? width : height;
