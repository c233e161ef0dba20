import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Bucket } from '@video-service/shared/s3';
import { findFfmpeg } from '../../../deploy/src/packaging/ffmpeg-binaries.ts';

/**
 * A bucket with two seconds of a real video, and an empty directory that serves as the system's temporary one until the
 * end of the test.
 */
export const sampleVideo = async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'sample-video-'));
  const before = { ...process.env };
  const temporary = path.join(directory, 'tmp');
  await mkdir(temporary);
  const { ffmpeg, ffprobe } = await findFfmpeg();
  Object.assign(process.env, { FFMPEG_PATH: ffmpeg, FFPROBE_PATH: ffprobe, TMPDIR: temporary });

  const file = path.join(directory, 'video.mp4');
  const scene = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=10:duration=2'];
  await promisify(execFile)(ffmpeg, ['-v', 'error', ...scene, '-g', '5', file]);
  const bytes = await readFile(file);
  const bucket: Pick<Bucket, 'readRange'> = {
    readRange: async (_, { start, end }) => ({ bytes: bytes.subarray(start, end + 1), etag: 'a' }),
  };
  return {
    bucket,
    size: bytes.length,
    temporary,
    [Symbol.asyncDispose]: async () => {
      process.env = before;
      await rm(directory, { recursive: true });
    },
  };
};
