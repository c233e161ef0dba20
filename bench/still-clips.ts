import { execFile } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Ffmpeg } from '../deploy/src/packaging/ffmpeg-binaries.ts';
import { extractCaptures } from '../video-service/src/media/making/extract-captures.ts';
import { renderPreviews } from '../video-service/src/media/making/render-previews.ts';
import { watchVideo } from '../video-service/src/media/making/watch-video.ts';
import { readMediaLimits } from '../video-service/src/media/media-limits.ts';
import { fileSource } from '../video-service/src/media/testing/file-source.ts';
import { withVideo } from '../video-service/src/media/with-video.ts';
import { STILL_CLIPS } from './media/clips.ts';
import { cpuSeconds, median } from './cpu-seconds.ts';
import { runOriginal } from './original.ts';

const ROUNDS = 3;
const REAL_CLIPS = path.join(import.meta.dirname, '../../shared/clips');

// The original analysed half a minute, whatever the length.
const LIMITS = readMediaLimits({ VIDEO_MAX_DURATION: '30' });

const WATCH_RATIO_MAX = 1.3;
const PRICE_RATIO_MAX = 0.5;

// One arm64 processor is 1,769 MB; a gigabyte-second costs this. https://aws.amazon.com/lambda/pricing/
const USD_PER_CPU_SECOND = (1769 / 1024) * 0.0000133334;
// https://aws.amazon.com/rekognition/pricing/
const USD_PER_IMAGE = 0.001;

const run = promisify(execFile);

/**
 * Measures the cost of sampling real clips of a stationary camera, compared with one plain decode of the same window;
 * and the cost of such a video in dollars with all its results, compared with the original. True if the goals are met.
 */
export const benchStillClips = async (programs: Ffmpeg): Promise<boolean> => {
  console.log('real clips, CPU seconds      decode   watch            dollars: original      ours');
  let isMet = true;
  for (const name of STILL_CLIPS)
    isMet = (await benchClip(name, path.join(REAL_CLIPS, name), programs)) && isMet;
  return isMet;
};

const benchClip = async (name: string, file: string, programs: Ffmpeg) => {
  const decode = await medianOf(() => decodeWindow(programs, file));
  const watch = await medianOf(() =>
    inDirectory(async (directory) =>
      withVideo(await fileSource(file), LIMITS, (video) =>
        watchVideo(video, { stage: 'captures', directory }),
      ),
    ),
  );
  let images = 0;
  const ours = await medianOf(async () => {
    images = await makeAll(file);
  });
  const original = await medianOf(() => runOriginal(programs, file));
  const price = original * USD_PER_CPU_SECOND + (await countKeys(programs, file)) * USD_PER_IMAGE;
  const own = ours * USD_PER_CPU_SECOND + images * USD_PER_IMAGE;
  const isMet = watch <= WATCH_RATIO_MAX * decode && own <= PRICE_RATIO_MAX * price;
  const cells = [
    ...[decode, watch].map((seconds) => seconds.toFixed(2).padStart(8)),
    ` ${(watch / decode).toFixed(2)}x, goal ${WATCH_RATIO_MAX}x`,
    ...[price, own].map((usd) => usd.toFixed(5).padStart(11)),
  ];
  console.log(`${name.padEnd(26)}${cells.join('')}   ${isMet ? 'met' : 'MISSED'}`);
  return isMet;
};

const medianOf = async (work: () => Promise<unknown>) => {
  const seconds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) seconds.push(await cpuSeconds(work));
  return median(seconds);
};

const inDirectory = async <Result>(work: (directory: string) => Promise<Result>) => {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'bench-still-'));
  return await work(directory.path);
};

// Like the two functions on AWS; returns how many pictures are sent to Rekognition.
const makeAll = async (file: string): Promise<number> => {
  await inDirectory(async (directory) =>
    renderPreviews(await fileSource(file), { directory, limits: LIMITS }),
  );
  return inDirectory(async (directory) => {
    const { captures } = await extractCaptures(await fileSource(file), {
      directory,
      limits: LIMITS,
    });
    return captures.filter((capture) => capture.file !== undefined).length;
  });
};

const decodeWindow = ({ ffmpeg }: Ffmpeg, file: string) =>
  run(ffmpeg, ['-v', 'error', '-threads', '1', '-t', '30', '-i', file, '-f', 'null', '-']);

// The original sent each key frame.
const countKeys = async ({ ffprobe }: Ffmpeg, file: string) => {
  const keys = ['-skip_frame', 'nokey', '-select_streams', 'v:0', '-read_intervals', '%+30'];
  const show = ['-show_entries', 'frame=pts', '-of', 'csv=p=0'];
  const { stdout } = await run(ffprobe, ['-v', 'error', ...keys, ...show, file]);
  // A frame with side data is followed by an empty line.
  return stdout.split('\n').filter(Boolean).length;
};
