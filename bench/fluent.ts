import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ffmpeg from 'fluent-ffmpeg';
import { findFfmpeg } from '../deploy/src/packaging/ffmpeg-binaries.ts';
import { extractCaptures } from '../video-service/src/media/making/extract-captures.ts';
import { renderPictures } from '../video-service/src/media/making/render-previews.ts';
import { readMediaLimits } from '../video-service/src/media/media-limits.ts';
import { fileSource } from '../video-service/src/media/testing/file-source.ts';
import { withVideo } from '../video-service/src/media/with-video.ts';
import { drawCostClips } from './cost/cost-clips.ts';
import { cpuSeconds, median } from './cpu-seconds.ts';
import { runOriginal } from './original.ts';
import { formatRow, type Outcome } from './report/outcome.ts';

const ROUNDS = 3;
const SCREENSHOTS = 10;
const GOAL = 5;

/**
 * Measures the CPU seconds for a GIF and pictures of half a minute as most people write it with fluent-ffmpeg, which is
 * `screenshots()` and one command for the GIF, compared with the original's commands and ours. True if ours cost a
 * fifth.
 */
export const benchFluent = async (): Promise<Outcome> => {
  const programs = await findFfmpeg();
  process.env['FFMPEG_PATH'] = programs.ffmpeg;
  process.env['FFPROBE_PATH'] = programs.ffprobe;
  const clip = (await drawCostClips(programs.ffmpeg)).find(({ name }) => name === 'moving');
  const file = clip?.file ?? '';
  console.log(`half a minute of 1280x720, CPU seconds, medians of ${ROUNDS}`);
  const original = await medianOf(() => runOriginal(programs, file));
  const fluent = await medianOf(() => inDirectory((directory) => runFluent(file, directory)));
  const ours = await medianOf(() => inDirectory((directory) => runOurs(file, directory)));
  const ratio = fluent / ours;
  const isMet = ratio >= GOAL;
  console.log(formatRow('  the original', [original.toFixed(2)]));
  console.log(formatRow('  fluent-ffmpeg', [fluent.toFixed(2)]));
  const goal = { text: `${GOAL} times less than fluent-ffmpeg`, isMet };
  console.log(formatRow('  video-service', [ours.toFixed(2), `${ratio.toFixed(1)}x`], goal));
  const bars = [
    { label: 'the original', value: original },
    { label: 'fluent-ffmpeg, as usual', value: fluent },
    { label: 'video-service', value: ours, isOurs: true },
  ];
  return {
    isMet,
    comparisons: [{ title: 'GIF and captures of 30 s of 720p', unit: 'CPU s', bars }],
  };
};

const runFluent = async (file: string, folder: string) => {
  await ended(ffmpeg(file).screenshots({ count: SCREENSHOTS, folder, size: '1280x?' }));
  const gif = path.join(folder, 'preview.gif');
  await ended(ffmpeg(file).fps(2).size('320x?').save(gif));
};

const ended = (command: ffmpeg.FfmpegCommand) =>
  new Promise<void>((resolve, reject) => {
    command.on('end', () => resolve()).on('error', reject);
  });

// As the two functions do it on AWS: each opens the source for itself.
const runOurs = async (file: string, directory: string) => {
  const limits = readMediaLimits({});
  await withVideo(await fileSource(file), limits, (video) => renderPictures(video, directory));
  await extractCaptures(await fileSource(file), { directory, limits });
};

const inDirectory = async (work: (directory: string) => Promise<unknown>) => {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'bench-fluent-'));
  await work(directory.path);
};

const medianOf = async (work: () => Promise<unknown>) => {
  const seconds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) seconds.push(await cpuSeconds(work));
  return median(seconds);
};
