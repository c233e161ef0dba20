import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { findFfmpeg } from '../../../deploy/src/packaging/ffmpeg-binaries.ts';

const SCENE = ['-f', 'lavfi', '-i', 'testsrc=size=320x180:rate=10'];

export type Media = {
  video: Buffer;
  gif: Buffer;
  capture: Buffer;
  poster: Buffer;
  preview: Buffer;
  sheet: Buffer;
};

/** A six-second test video that browsers can play, its previews, and a frame of it. */
export const drawMedia = async (): Promise<Media> => {
  const { ffmpeg } = await findFfmpeg();
  const dir = await mkdtemp(path.join(tmpdir(), 'media-'));
  const draw = async (name: string, ...options: string[]) => {
    const file = path.join(dir, name);
    await promisify(execFile)(ffmpeg, ['-v', 'error', ...SCENE, ...options, file]);
    return readFile(file);
  };
  const media = {
    video: await draw('clip.webm', '-t', '6', '-c:v', 'libvpx', '-b:v', '200k', '-g', '5'),
    gif: await draw('clip.gif', '-t', '1', '-vf', 'scale=160:-1'),
    capture: await draw('clip.png', '-frames:v', '1'),
    poster: await draw('poster.jpg', '-frames:v', '1'),
    preview: await draw('preview.mp4', '-t', '1', '-pix_fmt', 'yuv420p', '-movflags', 'faststart'),
    sheet: await draw('sheet.jpg', '-vf', 'fps=1,scale=192:108,tile=3x2', '-frames:v', '1'),
  };
  await rm(dir, { recursive: true });
  return media;
};
