import { mkdtempDisposableSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CAPTURE_FORMAT } from '@video-service/shared/capture-format';
import type { Bucket } from '@video-service/shared/s3';
import { extractCaptures } from '../media/making/extract-captures.ts';
import type { MediaLimits } from '../media/media-limits.ts';
import { objectSource } from '../media/source/range-source.ts';
import type { CreateCapturesPorts } from './create-captures.ts';

/** Takes captures of the bucket's videos, and leaves nothing on the disk of a warm function. */
export const createCaptureExtractor =
  (
    bucket: Pick<Bucket, 'readRange'>,
    limits: MediaLimits,
  ): CreateCapturesPorts['extractCaptures'] =>
  async (video, use) => {
    using directory = mkdtempDisposableSync(path.join(tmpdir(), 'captures-'));
    const options = { directory: directory.path, limits };
    await use(await extractCaptures(objectSource(bucket, video), options));
  };

/** Puts a capture's file into the bucket. */
export const captureWriter =
  (bucket: Pick<Bucket, 'put'>): CreateCapturesPorts['putCapture'] =>
  async (key, file) =>
    bucket.put(key, { body: await readFile(file), contentType: CAPTURE_FORMAT.type });
