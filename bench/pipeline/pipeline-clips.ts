import { existsSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { mkdir, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

// Typical of a motion detector: six seconds, with a key frame every two.
const SIZE = '640x360';
const RATE = 30;
const SECONDS = 6;
const KEY_FRAME_EVERY = 60;

const shapes = (change: string) =>
  `testsrc2=size=${SIZE}:rate=${RATE}:duration=${SECONDS},${change},noise=alls=5:allf=t`;

// All different, so that no cache helps.
const SCENES = [
  shapes('hue=h=0'),
  shapes('hue=h=90'),
  shapes('hflip,hue=h=180'),
  shapes('vflip,hue=h=270'),
];

/** Small clips in which everything moves, kept in the temporary directory. */
export const drawPipelineClips = (ffmpeg: string): Promise<string[]> =>
  Promise.all(SCENES.map((scene, index) => draw(ffmpeg, scene, `pipeline-${index}.mp4`)));

const draw = async (ffmpeg: string, scene: string, name: string) => {
  const home = path.join(tmpdir(), 'video-service-bench');
  const file = path.join(home, name);
  await mkdir(home, { recursive: true });
  if (existsSync(file)) return file;
  const unfinished = path.join(home, `unfinished-${name}`);
  const coding = [
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-crf',
    '26',
    '-g',
    `${KEY_FRAME_EVERY}`,
  ];
  await promisify(execFile)(ffmpeg, [
    ...['-v', 'error', '-y', '-f', 'lavfi', '-i', `${scene},format=yuv420p`],
    ...[...coding, unfinished],
  ]);
  await rename(unfinished, file);
  return file;
};
