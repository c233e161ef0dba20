import { execFile } from 'node:child_process';
import { mkdir, rename, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const SIZE = '1280x720';
const SECONDS = 30;

const background = (source: string) => `${source}=size=${SIZE}:rate=30:duration=${SECONDS}`;
const passing = (from: number) =>
  `x='-200+500*(t-${from})':y=300:enable='between(t,${from},${from + 3})'`;

// What a hand holds, and what a camera on a wall sees: nothing except three passing objects.
const SCENES = {
  moving: `${background('testsrc2')},noise=alls=5:allf=t,format=yuv420p`,
  still: [
    `${background('smptehdbars')}[wall]`,
    `color=olive:size=200x200:rate=30:duration=${SECONDS},split=3[a][b][c]`,
    `[wall][a]overlay=${passing(4)}[one]`,
    `[one][b]overlay=${passing(13)}[two]`,
    `[two][c]overlay=${passing(23)},noise=alls=5:allf=t,format=yuv420p`,
  ].join(';'),
};

export type CostClip = { name: keyof typeof SCENES; file: string; seconds: number };

/** Half a minute each, with a key frame every two seconds, kept in the temporary directory. */
export const drawCostClips = (ffmpeg: string): Promise<CostClip[]> =>
  Promise.all(
    Object.entries(SCENES).map(async ([name, scene]) => ({
      // Its own keys.
      name: name as CostClip['name'],
      file: await draw(ffmpeg, scene, `cost-${name}.mp4`),
      seconds: SECONDS,
    })),
  );

const draw = async (ffmpeg: string, scene: string, name: string) => {
  const home = path.join(tmpdir(), 'video-service-bench');
  const file = path.join(home, name);
  await mkdir(home, { recursive: true });
  if (await stat(file).catch(() => undefined)) return file;
  const unfinished = path.join(home, `unfinished-${name}`);
  const coding = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '26', '-g', '60'];
  const args = ['-v', 'error', '-y', '-filter_complex', scene, ...coding, unfinished];
  await promisify(execFile)(ffmpeg, args);
  await rename(unfinished, file);
  return file;
};
