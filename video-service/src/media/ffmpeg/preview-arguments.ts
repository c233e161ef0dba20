import { type Decoding, type Input, inputArguments, trackOf } from './ffmpeg-arguments.ts';

const QUIET = ['-hide_banner', '-nostdin', '-v', 'error', '-y', '-filter_threads', '1'];
const ONE_THREAD = ['-threads', '1'];
const REPEATABLE = ['-map_metadata', '-1', '-fflags', '+bitexact', '-flags', '+bitexact'];
const EVERY_FRAME = ['-vsync', 'passthrough'];

/** Frames per second of a GIF. */
const GIF_RATE = 2;
/** Frames per second of a preview video: enough to show motion, at half the cost. */
export const VIDEO_RATE = 12;

const filtered = (filters: string) => ['-vf', filters, '-an', ...ONE_THREAD, ...REPEATABLE];

/** What FFmpeg reads, and what it makes of that, as the input of this number. Several fit into one command. */
export type Making = { input: string[]; output: (input: number) => string[] };

/** One command for all of them: starting FFmpeg can take longer than the work. */
export const makingArguments = (makings: Making[]): string[] => [
  ...QUIET,
  ...makings.flatMap(({ input }) => input),
  ...makings.flatMap(({ output }, number) => output(number)),
];

/** A looping GIF of the pictures in a file of PPMs. */
export const makeGif = (pictures: string, shrink: number, file: string): Making => ({
  input: pixmapsFrom(pictures),
  output: (input) => [
    ...['-map', `${input}:0`, ...EVERY_FRAME],
    ...filtered(`${scaledBy(shrink)}${REDUCE_COLOURS}`),
    ...['-r', `${GIF_RATE}`, '-loop', '0', '-f', 'gif', file],
  ],
});

/** One JPEG of all the pictures in a file of PPMs, in rows. */
export const makeSheet = (
  pictures: string,
  { columns, rows, width, height, quality }: Sheet,
  file: string,
): Making => ({
  input: pixmapsFrom(pictures),
  output: (input) => [
    ...['-map', `${input}:0`, ...EVERY_FRAME],
    ...filtered(`scale=${width}:${height}:flags=area,tile=${columns}x${rows},format=yuvj420p`),
    ...jpeg(quality, file),
  ],
});

/** One JPEG of the frame that passes the filters. */
export const makePoster = (
  input: Input,
  decoding: Decoding,
  { filters, quality, file }: { filters: string[]; quality: number; file: string },
): Making => ({
  input: inputArguments(input, decoding),
  output: (number) => [
    ...['-map', trackOf(input, number), ...EVERY_FRAME],
    ...filtered([...filters, 'format=yuvj420p'].join(',')),
    ...jpeg(quality, file),
  ],
});

export type Sheet = {
  columns: number;
  rows: number;
  width: number;
  height: number;
  quality: number;
};

/** Frames of the video, uncompressed, at VIDEO_RATE. */
export const footageArguments = (
  input: Input,
  decoding: Decoding,
  { filters, seconds, file }: { filters: string; seconds: number; file: string },
): string[] => [
  ...inputArguments(input, decoding),
  ...['-map', trackOf(input), ...EVERY_FRAME, ...filtered(filters)],
  // The fps filter of old builds repeats the last frame up to the end of the file's own clock.
  ...['-t', `${seconds}`, '-f', 'yuv4mpegpipe', file],
];

/** A silent MP4 of such frames that starts playing before it is complete. */
export const videoArguments = (
  footage: string,
  { quality, shrink, matrix }: { quality: number; shrink: number; matrix: string },
  file: string,
): string[] => [
  ...QUIET,
  ...['-f', 'yuv4mpegpipe', '-i', footage],
  ...filtered(`${scaledBy(shrink, 2)}format=yuv420p`),
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', `${quality}`],
  ...['-colorspace', matrix, '-color_primaries', 'bt709', '-color_trc', 'bt709'],
  ...['-maxrate', '3M', '-bufsize', '3M', '-movflags', '+faststart', '-f', 'mp4', file],
];

const pixmapsFrom = (file: string) => [
  ...['-f', 'image2pipe', '-framerate', `${GIF_RATE}`, '-c:v', 'ppm', '-i', file],
];

const jpeg = (quality: number, file: string) => [
  ...['-c:v', 'mjpeg', '-q:v', `${quality}`, '-f', 'image2', '-update', '1', file],
];

const scaledBy = (shrink: number, step = 1) => {
  const side = (name: string) => `max(${step},trunc(${name}/${shrink * step})*${step})`;
  return shrink === 1 ? '' : `scale=w='${side('iw')}':h='${side('ih')}':flags=area,`;
};

// The palette has sixteen colours per row, and the last one is transparent. Bars beside a picture are black, however
// few dark colours the pictures have.
const BLACK_IN_THE_FREE_PLACE = [
  ...['r', 'g', 'b'].map((c) => `${c}='if(eq(X,14)*eq(Y,15),0,${c}(X,Y))'`),
  "a='alpha(X,Y)'",
].join(':');

// One palette for all frames. FFmpeg examines every colour, which would cost more than decoding, so it gets a sixteenth
// of the pixels and, of 8 bits, the upper 6.
const REDUCE_COLOURS = [
  'format=rgb24,split[colours][frames]',
  "[colours]scale=w='max(1,iw/4)':h='max(1,ih/4)':flags=area,palettegen=max_colors=255:stats_mode=diff[few]",
  `[few]format=gbrap,geq=${BLACK_IN_THE_FREE_PLACE},format=bgra[palette]`,
  `[frames]lutrgb=${['r', 'g', 'b'].map((c) => `${c}='bitor(bitand(val,252),2)'`).join(':')}[fewer]`,
  '[fewer][palette]paletteuse=dither=bayer:bayer_scale=4:diff_mode=rectangle',
].join(';');
