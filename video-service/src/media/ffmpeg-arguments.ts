import ffmpeg from 'fluent-ffmpeg';
import { SAFE_INPUT } from './input-options.ts';

const QUIET = ['-hide_banner', '-nostdin', '-v', 'error'];
const ONE_THREAD = ['-threads', '1'];
const REPEATABLE = ['-map_metadata', '-1', '-fflags', '+bitexact', '-flags', '+bitexact'];
// No frame is dropped or doubled. Newer versions call it -fps_mode, and know this name too.
const EVERY_FRAME = ['-vsync', 'passthrough'];
// A capital V leaves cover art out.
const VIDEO = ['-map', '0:V:0'];

// A third of the default's CPU, and smaller than the first level without a filter.
const FAST_PNG = ['-c:v', 'png', '-compression_level', '1', '-pred', 'up'];

/** Frames a second of a preview. */
export const GIF_RATE = 2;

/** Which frames are decoded: only key frames, only those that others refer to, or all. */
export type Decode = 'keys' | 'references' | 'all';

/** The first seconds of what is at `url`, or all of a `file` of our own making. */
export type Input = { url: string; endSeconds: number; file?: never } | { file: string };

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

/** One pass that writes an endless GIF. */
export const gifArguments = (
  input: Input,
  decoding: Decoding,
  { filters, file }: { filters: string; file: string },
): string[] =>
  open(input, decoding)
    .output(file)
    .videoFilters(filters)
    .outputOptions(...VIDEO, '-r', `${GIF_RATE}`, '-loop', '0')
    .outputOptions(...ONE_THREAD, ...REPEATABLE, '-f', 'gif')
    ._getArguments();

const open = (input: Input, { decode, rough }: Decoding) =>
  ffmpeg()
    .input(input.file ?? input.url)
    .inputOptions(...QUIET, '-filter_threads', '1', '-copyts')
    .inputOptions(...(input.file === undefined ? beginning(input) : OUR_OWN))
    .inputOptions('-fflags', '+discardcorrupt', ...ONE_THREAD, ...SKIP[decode])
    .inputOptions('-skip_loop_filter', rough ? 'all' : 'default');

const OUR_OWN = ['-protocol_whitelist', 'file', '-f', 'mov'];

const beginning = ({ endSeconds }: { endSeconds: number }) => [
  ...SAFE_INPUT,
  ...['-t', `${endSeconds}`],
];
