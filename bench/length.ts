import { existsSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { mkdir, mkdtempDisposable, rename, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { findFfmpeg } from '../deploy/src/packaging/ffmpeg-binaries.ts';
import { extractCaptures } from '../video-service/src/media/making/extract-captures.ts';
import { renderPictures } from '../video-service/src/media/making/render-previews.ts';
import { readMediaLimits } from '../video-service/src/media/media-limits.ts';
import { countedSource } from '../video-service/src/media/testing/counted-source.ts';
import { fileSource } from '../video-service/src/media/testing/file-source.ts';
import { withVideo } from '../video-service/src/media/with-video.ts';
import { cpuSeconds, median } from './cpu-seconds.ts';
import { panAcross } from './media/clips.ts';

const ROUNDS = 3;
// One more than an hour has, so that captures of the repeated minute are not all the same.
const MINUTES = 61;
const MAX_RATIO = 1.5;
const MAX_SHARE = 0.1;

export type Container = { name: string; extension: string; coding: string[]; options: string[] };

const H264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '26', '-g', '60'];
const MPEG4 = ['-c:v', 'mpeg4', '-q:v', '4', '-g', '60'];
const VP9 = ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-g', '60'];

const CONTAINERS: Container[] = [
  { name: 'MP4', extension: 'mp4', coding: H264, options: [] },
  { name: 'MKV', extension: 'mkv', coding: H264, options: [] },
  { name: 'MKV without cues', extension: 'live.mkv', coding: H264, options: ['-live', '1'] },
  { name: 'WebM, VP9', extension: 'webm', coding: [...VP9, '-b:v', '1M'], options: [] },
  { name: 'TS', extension: 'ts', coding: H264, options: [] },
  { name: 'FLV', extension: 'flv', coding: H264, options: [] },
  { name: 'AVI', extension: 'avi', coding: MPEG4, options: [] },
];

const run = promisify(execFile);

/**
 * Measures the CPU seconds for GIF, poster, storyboard and captures of an hour of video and of a minute of the same,
 * and how much of the hour each of the two functions reads. True if the hour costs at most half as much again, and less
 * than a tenth of it is read.
 */
export const benchLength = async (): Promise<boolean> => {
  const { ffmpeg, ffprobe, version, from } = await findFfmpeg();
  process.env['FFMPEG_PATH'] = ffmpeg;
  process.env['FFPROBE_PATH'] = ffprobe;
  console.log(`FFmpeg ${version} (${from}), medians of ${ROUNDS}, CPU seconds`);
  let isMet = true;
  for (const container of CONTAINERS) {
    const minute = await measureFile(await drawMinutes(ffmpeg, container, 1));
    const hour = await measureFile(await drawMinutes(ffmpeg, container, MINUTES));
    const ratio = hour.seconds / minute.seconds;
    isMet &&= ratio <= MAX_RATIO && hour.share < MAX_SHARE;
    console.log(
      [
        container.name.padEnd(20),
        `minute ${minute.seconds.toFixed(2)}`.padStart(14),
        `hour ${hour.seconds.toFixed(2)}`.padStart(14),
        `${ratio.toFixed(2)}x`.padStart(8),
        `goal ${MAX_RATIO}x`.padStart(12),
        `${hour.megabytes.toFixed(0)} MB`.padStart(10),
        `${(hour.share * 100).toFixed(1)} % read`.padStart(14),
      ].join(''),
    );
  }
  return isMet;
};

/** Draws this many minutes, the same one repeatedly, so that an hour takes no longer to draw. */
export const drawMinutes = async (
  ffmpeg: string,
  container: Container,
  minutes: number,
): Promise<string> => {
  const home = path.join(tmpdir(), 'video-service-bench');
  await mkdir(home, { recursive: true });
  const file = path.join(home, `panning-length-${minutes}.${container.extension}`);
  if (existsSync(file)) return file;
  console.error(`drawing ${path.basename(file)}…`);
  const unfinished = path.join(home, `unfinished-${path.basename(file)}`);
  const scene = `${panAcross('854x480', 60)},noise=alls=5:allf=t,format=yuv420p`;
  const drawn = ['-f', 'lavfi', '-i', scene, ...container.coding];
  const looped = async () => {
    const minute = await drawMinutes(ffmpeg, container, 1);
    return ['-stream_loop', `${minutes - 1}`, '-i', minute, '-c', 'copy'];
  };
  const source = minutes === 1 ? drawn : await looped();
  await run(ffmpeg, ['-v', 'error', '-y', ...source, ...container.options, unfinished]);
  await rename(unfinished, file);
  return file;
};

/** CPU seconds of all results of a video, and the larger share of the file that one of the two functions reads. */
export const measureFile = async (file: string, rounds = ROUNDS) => {
  const { size } = await stat(file);
  const seconds: number[] = [];
  let largest = 0;
  for (let round = 0; round < rounds; round += 1) {
    seconds.push(
      await cpuSeconds(async () => {
        const reads = await renderBoth(file);
        largest = Math.max(...reads);
      }),
    );
  }
  return { seconds: median(seconds), share: largest / size, megabytes: size / 1_000_000 };
};

// Like the two functions on AWS, each opens the source itself. Returns the bytes that each has read.
const renderBoth = async (file: string): Promise<number[]> => {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'bench-length-'));
  const limits = readMediaLimits({ VIDEO_MAX_DURATION: '0' });
  const forPictures = countedSource(await fileSource(file));
  await withVideo(forPictures.source, limits, (video) => renderPictures(video, directory.path));
  const forCaptures = countedSource(await fileSource(file));
  await extractCaptures(forCaptures.source, { directory: directory.path, limits });
  return [forPictures.bytesRead(), forCaptures.bytesRead()];
};
