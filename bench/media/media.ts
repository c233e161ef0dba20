import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Ffmpeg, findFfmpeg } from '../../deploy/src/packaging/ffmpeg-binaries.ts';
import { readMediaLimits } from '../../video-service/src/media/media-limits.ts';
import type { Stretch } from '../../video-service/src/media/ffmpeg/sampling.ts';
import { VIDEO_RATE } from '../../video-service/src/media/ffmpeg/preview-arguments.ts';
import { planFootage } from '../../video-service/src/media/making/write-video.ts';
import { fileSource } from '../../video-service/src/media/testing/file-source.ts';
import { withVideo } from '../../video-service/src/media/with-video.ts';
import { benchClips, type Clip } from './clips.ts';
import { cpuSeconds, median } from '../cpu-seconds.ts';
import { runOriginal } from '../original.ts';
import type { FunctionWork } from './functions-run.ts';

const ROUNDS = 5;
// So that V8 has optimized the code, as in a function that has been in use for a while.
const WARM_UPS = 4;
const VIDEO_RATIO_MAX = 1.3;
const DARK_RATIO_MAX = 1.3;
const REAL_CLIPS = path.join(import.meta.dirname, '../../../shared/clips');

const run = promisify(execFile);

/** A row of the section's table: CPU seconds, and their ratios. */
type Measured = {
  clip: string;
  original: number;
  ours: number;
  limit: number;
  ratio: number;
  goal: number | undefined;
  video: number;
  videoRatio: number;
};

/**
 * Measures the CPU seconds for a video's pictures, captures and facts: the original project's commands, ours, and
 * merely decoding the key frames; and for its preview video, compared with a plain FFmpeg that encodes the same
 * seconds. True if ours meet every goal.
 */
export const benchMedia = async (): Promise<boolean> => {
  const programs = await findFfmpeg();
  process.env['FFMPEG_PATH'] = programs.ffmpeg;
  process.env['FFPROBE_PATH'] = programs.ffprobe;
  console.log(
    `FFmpeg ${programs.version} (${programs.from}), medians of ${ROUNDS} after ${WARM_UPS}, CPU seconds`,
  );
  const rows: (Measured & { darkRatio: number })[] = [];
  for (const clip of await benchClips(programs.ffmpeg, REAL_CLIPS)) {
    const row = await measure(clip, programs);
    const bright = rows.find(({ clip: name }) => name === clip.brightTwin);
    const darkRatio = bright ? row.ours / bright.ours : 1;
    rows.push({ ...row, darkRatio });
    console.log(formatRow(row) + (bright ? formatDark(darkRatio) : ''));
  }
  return rows.every(
    ({ ratio, goal, videoRatio, darkRatio }) =>
      isReached(ratio, goal) && videoRatio <= VIDEO_RATIO_MAX && darkRatio <= DARK_RATIO_MAX,
  );
};

const isReached = (ratio: number, goal = 0) => ratio >= goal;

const measure = async ({ name, file, goal }: Clip, programs: Ffmpeg): Promise<Measured> => {
  const [originals, ours, limits, videos, bare]: number[][] = [[], [], [], [], []];
  const packets = await copyPackets(programs, file);
  const stretches = await stretchesOf(file);
  const functions = openFunctions();
  for (let round = 0; round < WARM_UPS; round += 1) {
    await functions.cpuSeconds({ make: 'pictures', file });
    await functions.cpuSeconds({ make: 'video', file });
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    originals?.push(await cpuSeconds(() => runOriginal(programs, file)));
    ours?.push(await functions.cpuSeconds({ make: 'pictures', file }));
    limits?.push(await cpuSeconds(() => decodeKeyFrames(programs, packets)));
    videos?.push(await functions.cpuSeconds({ make: 'video', file }));
    bare?.push(await cpuSeconds(() => encodeStretches(programs, file, stretches)));
  }
  functions.close();
  await rm(path.dirname(packets), { recursive: true });
  const [original, own, limit, video, encoding] = [originals, ours, limits, videos, bare].map(
    (seconds = []) => median(seconds),
  ) as [number, number, number, number, number];
  const ratios = { ratio: original / own, videoRatio: video / encoding };
  return { clip: name, original, ours: own, limit, goal, video, ...ratios };
};

// A process of their own: the output of the original's commands is garbage in this one.
const openFunctions = () => {
  const child = fork(path.join(import.meta.dirname, 'functions-run.ts'));
  return {
    async cpuSeconds(work: FunctionWork): Promise<number> {
      child.send(work);
      const [seconds] = (await once(child, 'message')) as [number];
      return seconds;
    },
    close: () => child.disconnect(),
  };
};

const stretchesOf = async (file: string) => {
  const plan = await withVideo(await fileSource(file), readMediaLimits({}), planFootage);
  return plan.stretches;
};

// The same seconds and the same encoder, in one command.
const encodeStretches = ({ ffmpeg }: Ffmpeg, file: string, stretches: Stretch[]) => {
  const inputs = stretches.flatMap(({ start, end }) => [
    ...['-threads', '1', '-ss', `${start}`, '-t', `${end - start}`, '-i', file],
  ]);
  const picked = stretches.map((_, index) => `[${index}:v]`).join('');
  const graph = `${picked}concat=n=${stretches.length},fps=${VIDEO_RATE},scale=min(640\\,iw):-2`;
  const coding = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '26', '-threads', '1'];
  return run(ffmpeg, [
    ...['-v', 'error', '-filter_complex_threads', '1', ...inputs, '-filter_complex', graph],
    ...[...coding, '-pix_fmt', 'yuv420p', '-f', 'mp4', '-y', '/dev/null'],
  ]);
};

const copyPackets = async ({ ffmpeg }: Ffmpeg, file: string) => {
  const copy = path.join(await mkdtemp(path.join(tmpdir(), 'bench-packets-')), 'packets.nut');
  await run(ffmpeg, ['-v', 'error', '-i', file, '-map', '0:V:0', '-c', 'copy', '-t', '30', copy]);
  return copy;
};

const decodeKeyFrames = ({ ffmpeg }: Ffmpeg, packets: string) => {
  const keys = ['-discard:v', 'nokey', '-skip_frame', 'nokey'];
  return run(ffmpeg, ['-v', 'error', '-threads', '1', ...keys, '-i', packets, '-f', 'null', '-']);
};

const met = (isMet: boolean) => (isMet ? 'met' : 'MISSED');

const formatDark = (ratio: number) =>
  `, ${ratio.toFixed(2)} of its bright twin, goal ${DARK_RATIO_MAX} ${met(ratio <= DARK_RATIO_MAX)}`;

const formatRow = (row: Measured) => {
  const { clip, original, ours, limit, ratio, goal, video, videoRatio } = row;
  return [
    clip.padEnd(24),
    ...[original, ours, limit].map((seconds) => seconds.toFixed(2).padStart(8)),
    `${ratio.toFixed(1)}x`.padStart(8),
    (goal === undefined ? 'watched' : `goal ${goal}x ${met(isReached(ratio, goal))}`).padStart(18),
    `video ${video.toFixed(2)}, ${videoRatio.toFixed(2)} of the bare encoding`.padStart(40),
    `goal ${VIDEO_RATIO_MAX} ${met(videoRatio <= VIDEO_RATIO_MAX)}`.padStart(18),
  ].join('');
};
