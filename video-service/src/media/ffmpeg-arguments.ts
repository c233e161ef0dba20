import ffmpeg from 'fluent-ffmpeg';
import { SAFE_INPUT } from './input-options.ts';

const QUIET = ['-hide_banner', '-nostdin', '-v', 'error'];
const REPEATABLE = [
  '-threads',
  '1',
  '-map_metadata',
  '-1',
  '-fflags',
  '+bitexact',
  '-flags',
  '+bitexact',
];
// No frame is dropped or doubled. Newer versions call it -fps_mode, but know this name too.
const EVERY_FRAME = ['-vsync', 'passthrough'];

export const GIF_RATE = 2;

/** Which frames are decoded: only key frames, only those that others refer to, or all. */
export type Decode = 'keys' | 'references' | 'all';

/** What is read, and how much of it; `url` is `pipe:0` for the packets of a feed. */
export type Input = { url: string; decode: Decode; endSeconds: number };

const SKIP = { keys: ['-skip_frame', 'nokey'], references: ['-skip_frame', 'noref'], all: [] };

/**
 * One pass that writes `0.png`, `1.png`, … and, to standard output, each as 32x18 gray bytes. The graph's
 * outputs are `png` and `gray`.
 */
export const captureArguments = (input: Input, graph: string[]): string[] =>
  open(input)
    .complexFilter(graph)
    .output('%d.png')
    .outputOptions('-map', '[png]', ...EVERY_FRAME, '-c:v', 'png', '-compression_level', '1')
    .outputOptions(...REPEATABLE, '-f', 'image2', '-start_number', '0')
    .output('pipe:1')
    .outputOptions('-map', '[gray]', ...EVERY_FRAME, '-c:v', 'rawvideo')
    .outputOptions(...REPEATABLE, '-f', 'rawvideo')
    ._getArguments();

/** One pass that writes an endless GIF of two frames a second; the graph's output is `gif`. */
export const gifArguments = (input: Input, file: string, graph: string[]): string[] =>
  open(input)
    .complexFilter(graph)
    .output(file)
    .outputOptions('-map', '[gif]', '-r', `${GIF_RATE}`, '-loop', '0', ...REPEATABLE, '-f', 'gif')
    ._getArguments();

/** Copies the packets of the window to standard output, for a decoder that cannot pick key frames itself. */
export const feedArguments = (url: string, endSeconds: number): string[] =>
  ffmpeg()
    .input(url)
    .inputOptions(...QUIET, ...SAFE_INPUT, '-copyts')
    .output('pipe:1')
    .outputOptions('-map', '0:V:0', '-c', 'copy', '-t', `${endSeconds}`, '-f', 'nut')
    ._getArguments();

const open = ({ url, decode, endSeconds }: Input) =>
  ffmpeg()
    .input(url)
    .inputOptions(...QUIET, '-filter_complex_threads', '1', '-copyts')
    .inputOptions(...(url === 'pipe:0' ? FED : SAFE_INPUT))
    .inputOptions('-fflags', '+discardcorrupt', '-threads', '1', ...SKIP[decode])
    .inputOptions('-t', `${endSeconds}`);

// The NUT demuxer drops packets by itself, in every version of FFmpeg.
const FED = ['-protocol_whitelist', 'pipe', '-f', 'nut', '-discard:v', 'nokey'];
