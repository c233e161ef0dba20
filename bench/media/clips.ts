import { existsSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A video to measure, and how many times less CPU than the original's commands it should cost. A stationary camera's
 * has no such goal, because it is watched: the section of moments compares that with a decode. `brightTwin` is the clip
 * that shows the same by day.
 */
export type Clip = { name: string; file: string; goal?: number; brightTwin?: string };

type Generated = Omit<Clip, 'file'> & {
  size: `${number}x${number}`;
  codec: 'libx264' | 'libvpx-vp9';
  isStill?: true;
};

/** The real clips of stationary cameras. */
export const STILL_CLIPS = ['car-detection.mp4', 'bottle-detection.mp4'];

const GENERATED: Generated[] = [
  { name: 'h264-480p.mp4', size: '854x480', codec: 'libx264', goal: 9 },
  { name: 'h264-1080p.mp4', size: '1920x1080', codec: 'libx264', goal: 15 },
  {
    name: 'h264-1080p-dark.mp4',
    size: '1920x1080',
    codec: 'libx264',
    goal: 15,
    brightTwin: 'h264-1080p.mp4',
  },
  { name: 'h264-1080p-still.mp4', size: '1920x1080', codec: 'libx264', isStill: true },
  { name: 'h264-4k.mp4', size: '3840x2160', codec: 'libx264', goal: 25 },
  { name: 'vp9-720p.webm', size: '1280x720', codec: 'libvpx-vp9', goal: 45 },
];

const CODING: Record<Generated['codec'], string[]> = {
  libx264: ['-preset', 'veryfast', '-crf', '26'],
  'libvpx-vp9': ['-deadline', 'realtime', '-cpu-used', '8', '-b:v', '2M', '-row-mt', '1'],
};

/** Half a minute each: the generated ones, kept in the temporary directory, and the real ones beside them. */
export const benchClips = async (ffmpeg: string, realClips: string): Promise<Clip[]> => {
  const home = path.join(tmpdir(), 'video-service-bench');
  await mkdir(home, { recursive: true });
  const clips: Clip[] = [];
  for (const clip of GENERATED) {
    const file = path.join(home, clip.isStill ? clip.name : `panning-${clip.name}`);
    await drawUnlessThere(ffmpeg, clip, file);
    const { name, goal, brightTwin } = clip;
    clips.push({ name, file, ...(goal && { goal }), ...(brightTwin && { brightTwin }) });
  }
  return [...clips, ...(await findReal(realClips))];
};

// So dark that its pictures count as black.
const NIGHT = "lutyuv=y='16+(val-16)/6':u='128+(val-128)/6':v='128+(val-128)/6'";

const drawUnlessThere = async (ffmpeg: string, clip: Generated, file: string) => {
  const { name, size, codec, brightTwin } = clip;
  if (existsSync(file)) return;
  console.error(`drawing ${name}…`);
  const unfinished = path.join(path.dirname(file), `unfinished-${name}`);
  // Moving shapes and some noise, so that it costs what a camera's pictures cost.
  const pattern = clip.isStill ? patternOf(size) : panAcross(size);
  const day = `${pattern},noise=alls=5:allf=t,format=yuv420p`;
  const scene = brightTwin === undefined ? day : `${day},${NIGHT}`;
  const coding = ['-c:v', codec, ...CODING[codec], '-g', '60'];
  await run(ffmpeg, ['-v', 'error', '-y', '-f', 'lavfi', '-i', scene, ...coding, unfinished]);
  await rename(unfinished, file);
};

const patternOf = (size: string, seconds = 30) =>
  `testsrc2=size=${size}:rate=30:duration=${seconds}`;

/**
 * FFmpeg's source of a test pattern over which the camera pans, by default for half a minute: most of the pattern stands
 * still, and a stationary camera's video would be watched.
 */
export const panAcross = (size: Generated['size'], seconds?: number): string => {
  const [width = 0, height = 0] = size.split('x').map(Number);
  const wide = `${Math.round(width * 1.25)}x${height}`;
  return `${patternOf(wide, seconds)},crop=${width}:${height}:x='(iw-ow)*(0.5+0.5*sin(t))':y=0`;
};

const findReal = async (folder: string): Promise<Clip[]> => {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith('.mp4'))
    .sort()
    .map((name) => ({
      name,
      file: path.join(folder, name),
      ...(!STILL_CLIPS.includes(name) && { goal: 7 }),
    }));
};
