import ffmpeg from 'fluent-ffmpeg';
import type { Excerpt, FrameIndex } from '../index/frame-index.ts';
import type { AllInOne } from './all-in-one.ts';
import { SAFE_INPUT } from './input-options.ts';

const QUIET = ['-hide_banner', '-nostdin', '-v', 'error'];
const ONE_THREAD = ['-threads', '1'];
const REPEATABLE = ['-map_metadata', '-1', '-fflags', '+bitexact', '-flags', '+bitexact'];
// Drops and duplicates no frames; times are in milliseconds. Newer versions call it -fps_mode and still accept this
// name.
const EVERY_FRAME = ['-vsync', 'passthrough', '-enc_time_base', '1/1000'];
// Filters are created once: FFmpeg would create new ones, without state, when the picture size changes. They also
// rotate the picture, because the rotation that FFmpeg inserts relies on one size.
const ONE_GRAPH = ['-reinit_filter', '0', '-noautorotate'];

/** Which frames are decoded: only key frames, only reference frames, or all. */
export type Decode = 'keys' | 'references' | 'all';

/**
 * What is decoded: the first seconds of a video, some seconds from a later time, the output of a feed, or an excerpt
 * that we have written.
 */
export type Input =
  | { from: 'url'; url: string; stream: number; endSeconds: number }
  | { from: 'seek'; url: string; stream: number; startSeconds: number; seconds: number }
  | { from: 'feed'; endSeconds: number }
  | ({ from: 'excerpt' } & Pick<Excerpt, 'file' | 'isInOrder'> & FrameIndex['excerpt']);

/** `rough` skips smoothing the edges of blocks, which saves a third of decoding. */
export type Decoding = { decode: Decode; rough: boolean };

/** The files that each frame is written to, `<its millisecond>.<extension>`, or the one file of all. */
export type FrameFiles = { filters: string[]; coding: string[] } & (
  { extension: string; allInOne?: never } | { allInOne: AllInOne }
);

const NAMED_BY_TIME = ['-f', 'image2', '-frame_pts', '1'];

const SKIP = { keys: ['-skip_frame', 'nokey'], references: ['-skip_frame', 'noref'], all: [] };

/**
 * One pass that writes the selected frames to files. Standard output lists these frames: the packet size of the first
 * stream is a frame's width, that of the second stream its height.
 */
export const frameArguments = (
  input: Input,
  decoding: Decoding,
  { select, files }: { select: string[]; files: FrameFiles[] },
): string[] => {
  const map = ['-map', trackOf(input)];
  const command = open(input, decoding);
  for (const each of files)
    command
      .output(each.allInOne ? each.allInOne.file : `%d.${each.extension}`)
      .videoFilters([...select, ...each.filters].join(','))
      .outputOptions(...map, ...EVERY_FRAME, ...each.coding, ...ONE_THREAD, ...REPEATABLE)
      .outputOptions(each.allInOne ? ['-f', 'rawvideo'] : NAMED_BY_TIME);
  return command
    .output('pipe:1')
    .outputOptions('-filter:v:0', [...select, ...measure("'max(1,round(iw*sar))'", 1)].join(','))
    .outputOptions('-filter:v:1', [...select, ...measure(1, 'ih')].join(','))
    .outputOptions(...map, ...map, ...EVERY_FRAME, '-c:v', 'rawvideo', ...ONE_THREAD)
    .outputOptions(...REPEATABLE, '-f', 'framecrc')
    ._getArguments();
};

// A line of gray pixels has as many bytes as pixels.
const measure = (width: string | number, height: string | number) => [
  `scale=w=${width}:h=${height}:eval=frame:flags=neighbor`,
  'format=gray',
];

/** The part of a command line before the outputs: how the input is opened and decoded. */
export const inputArguments = (input: Input, decoding: Decoding): string[] => {
  const { name, options } = reading(input, decoding);
  return ['-y', ...options, '-i', name];
};

/** The displayed track of input number `number`, in the syntax of `-map`. */
export const trackOf = (input: Input, number = 0): string =>
  `${number}:${'stream' in input ? input.stream : 0}`;

/** Copies the window's packets to standard output, for a decoder that cannot skip to key frames itself. */
export const feedArguments = (url: string, stream: number, endSeconds: number): string[] =>
  ffmpeg()
    .input(url)
    .inputOptions(...QUIET, ...SAFE_INPUT, '-copyts')
    .output('pipe:1')
    .outputOptions('-map', `0:${stream}`, '-c', 'copy', '-t', `${endSeconds}`, '-f', 'nut')
    ._getArguments();

const open = (input: Input, decoding: Decoding) => {
  const { name, options } = reading(input, decoding);
  return ffmpeg().input(name).inputOptions(options);
};

const reading = (input: Input, { decode, rough }: Decoding) => {
  const { name, options } = demuxing(input);
  const common = [...QUIET, '-filter_threads', '1', '-copyts', ...ONE_GRAPH];
  const decoder = ['-fflags', '+discardcorrupt', ...ONE_THREAD, ...SKIP[decode]];
  const edges = ['-skip_loop_filter', rough ? 'all' : 'default'];
  return { name, options: [...common, ...options, ...decoder, ...edges] };
};

const demuxing = (input: Input) => {
  if (input.from === 'excerpt')
    return {
      name: input.file,
      options: [
        ...['-protocol_whitelist', 'file', '-f', input.format],
        // Otherwise the first frames are decoded twice, to learn how many a decoder holds back.
        ...(input.isInOrder ? ['-nofind_stream_info'] : []),
      ],
    };
  if (input.from === 'seek') {
    const part = ['-ss', `${input.startSeconds}`, '-t', `${input.seconds}`];
    return { name: input.url, options: [...SAFE_INPUT, ...part] };
  }
  const window = ['-t', `${input.endSeconds}`];
  if (input.from === 'url') return { name: input.url, options: [...SAFE_INPUT, ...window] };
  // The NUT demuxer drops packets by itself, in every version of FFmpeg.
  const packets = ['-protocol_whitelist', 'pipe', '-f', 'nut', '-discard:v', 'nokey'];
  return { name: 'pipe:0', options: [...packets, ...window] };
};
