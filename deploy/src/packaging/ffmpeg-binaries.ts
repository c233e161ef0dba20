import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import type { Binaries } from './ffmpeg-layer.ts';

/** FFmpeg's two programs, their version, and where they come from. */
export type Ffmpeg = Binaries & { version: string; from: string };

/** Finds both programs there, or throws. */
export type Place = (env: NodeJS.ProcessEnv) => Binaries;

const run = promisify(execFile);
const require = createRequire(import.meta.url);

/**
 * The FFmpeg of this machine: the one in FFMPEG_PATH and FFPROBE_PATH, or the first that runs of `ffmpeg-static`, the
 * system's, and an old one that is an ordinary package and therefore always installed.
 */
export const findFfmpeg = async (
  env: NodeJS.ProcessEnv = process.env,
  places: Record<string, Place> = PLACES,
): Promise<Ffmpeg> => {
  // An override that does not work is an error, not skipped.
  if (env['FFMPEG_PATH'] ?? env['FFPROBE_PATH']) return check('FFMPEG_PATH', fromEnvironment, env);
  const failures: unknown[] = [];
  for (const [from, place] of Object.entries(places)) {
    try {
      return await check(from, place, env);
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(failures, 'No working FFmpeg found. Install it, or set FFMPEG_PATH.');
};

const check = async (from: string, place: Place, env: NodeJS.ProcessEnv): Promise<Ffmpeg> => {
  const { ffmpeg, ffprobe } = place(env);
  await run(ffprobe, ['-version']);
  const { stdout } = await run(ffmpeg, ['-version']);
  return { ffmpeg, ffprobe, version: /^ffmpeg version (\S+)/u.exec(stdout)?.[1] ?? '', from };
};

const fromEnvironment: Place = ({ FFMPEG_PATH: ffmpeg, FFPROBE_PATH: ffprobe }) => {
  if (!ffmpeg || !ffprobe) throw new Error('Set both FFMPEG_PATH and FFPROBE_PATH, or neither.');
  return { ffmpeg, ffprobe };
};

const Installed = v.object({ path: v.string() });
const installed = (name: string) => v.parse(Installed, require(name)).path;
const ffprobeInstaller = () => installed('@ffprobe-installer/ffprobe');

const PLACES: Record<string, Place> = {
  // Optional: its program is downloaded at installation, and it has no ffprobe.
  'ffmpeg-static': () => ({
    ffmpeg: v.parse(v.string(), require('ffmpeg-static')),
    ffprobe: ffprobeInstaller(),
  }),
  system: ({ PATH = '' }) => ({
    ffmpeg: onPath('ffmpeg', PATH),
    ffprobe: onPath('ffprobe', PATH),
  }),
  '@ffmpeg-installer/ffmpeg': () => ({
    ffmpeg: installed('@ffmpeg-installer/ffmpeg'),
    ffprobe: ffprobeInstaller(),
  }),
};

const onPath = (program: string, searchPath: string) => {
  const files = searchPath.split(path.delimiter).map((folder) => path.join(folder, program));
  const file = files.find(isExecutable);
  if (!file) throw new Error(`${program} is not on the PATH`);
  return file;
};

const isExecutable = (file: string) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
