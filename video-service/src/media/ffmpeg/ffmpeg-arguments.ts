import ffmpeg from 'fluent-ffmpeg';
import { SAFE_INPUT } from './input-options.ts';

const QUIET = ['-hide_banner', '-nostdin', '-v', 'error'];
const ONE_THREAD = ['-threads', '1'];
const REPEATABLE = ['-map_metadata', '-1', '-fflags', '+bitexact', '-flags', '+bitexact'];
// No frame is dropped or doubled. Newer versions call it -fps_mode, and know this name too.
const EVERY_FRAME = ['-vsync', 'passthrough'];
// A capital V leaves cover art out. In a complex graph -discard is not heeded.
const VIDEO = ['-map', '0:V:0'];

// A third of the default's CPU, and smaller than the first level without a filter.
const FAST_PNG = ['-c:v', 'png', '-compression_level', '1', '-pred', 'up'];

/** Which frames are decoded: only key frames, only those that others refer to, or all. */
export type Decode = 'keys' | 'references' | 'all';

/**
 * What is decoded: the first seconds of a video, some from a later one on, what a feed makes of them, or an
 * excerpt of our own making.
 */
export type Input =
  | { from: 'url'; url: string; endSeconds: number }
  | { from: 'seek'; url: string; startSeconds: number; seconds: number }
  | { from: 'feed'; endSeconds: number }
  | { from: 'excerpt'; file: string };

/** `rough` leaves the edges of blocks as they are, which saves a third of decoding. */
export type Decoding = { decode: Decode; rough: boolean };

const SKIP = { keys: ['-skip_frame', 'nokey'], references: ['-skip_frame', 'noref'], all: [] };

/** One pass that writes `0.png`, `1.png`, … and, to standard output, the same frames as gray bytes. */
export const captureArguments = (
  input: Input,
  decoding: Decoding,
  { png, gray }: { png: string; gray: string },
): string[] =>
  open(input, decoding)
    .output('%d.png')
    .videoFilters(png)
    .outputOptions(...VIDEO, ...EVERY_FRAME, ...FAST_PNG)
    .outputOptions(...ONE_THREAD, ...REPEATABLE, '-f', 'image2', '-start_number', '0')
    .output('pipe:1')
    .videoFilters(gray)
    .outputOptions(...VIDEO, ...EVERY_FRAME, '-c:v', 'rawvideo')
    .outputOptions(...ONE_THREAD, ...REPEATABLE, '-f', 'rawvideo')
    ._getArguments();

/** What comes before the outputs of a command line: how the input is opened and decoded. */
export const inputArguments = (input: Input, decoding: Decoding): string[] => {
  const { name, options } = reading(input, decoding);
  return ['-y', ...options, '-i', name];
};

/** Copies the packets of the window to standard output, for a decoder that cannot skip to key frames itself. */
export const feedArguments = (url: string, endSeconds: number): string[] =>
  ffmpeg()
    .input(url)
    .inputOptions(...QUIET, ...SAFE_INPUT, '-copyts')
    .output('pipe:1')
    .outputOptions(...VIDEO, '-c', 'copy', '-t', `${endSeconds}`, '-f', 'nut')
    ._getArguments();

const open = (input: Input, decoding: Decoding) => {
  const { name, options } = reading(input, decoding);
  return ffmpeg().input(name).inputOptions(options);
};

const reading = (input: Input, { decode, rough }: Decoding) => {
  const { name, options } = demuxing(input);
  const decoder = ['-fflags', '+discardcorrupt', ...ONE_THREAD, ...SKIP[decode]];
  const edges = ['-skip_loop_filter', rough ? 'all' : 'default'];
  return {
    name,
    options: [...QUIET, '-filter_threads', '1', '-copyts', ...options, ...decoder, ...edges],
  };
};

const demuxing = (input: Input) => {
  if (input.from === 'excerpt')
    return { name: input.file, options: ['-protocol_whitelist', 'file', '-f', 'mov'] };
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
