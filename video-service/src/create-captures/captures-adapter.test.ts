import { readdir } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { CAPTURE_FORMAT } from '@video-service/shared/capture-format';
import type { ObjectBody } from '@video-service/shared/s3';
import { readMediaLimits } from '../media/media-limits.ts';
import { facts, video } from '../testing/example.ts';
import { sampleVideo } from '../testing/sample-video.ts';
import { captureWriter, createCaptureExtractor } from './captures-adapter.ts';
import type { Extracted } from './create-captures.ts';

test('captures can be uploaded as PNG while they are lent, and no file is left behind', async () => {
  await using sample = await sampleVideo();
  const extract = createCaptureExtractor(sample.bucket, readMediaLimits({}));
  const objects = new Map<string, ObjectBody>();
  const putCapture = captureWriter({
    put: async (key, object) => void objects.set(key, object),
  });
  const seen: Extracted[] = [];

  await extract({ ...video, size: sample.size }, async (extracted) => {
    seen.push(extracted);
    for (const { frame, file = '' } of extracted.captures) await putCapture(frame, file);
  });

  const times = seen.flatMap(({ captures }) => captures.map(({ time }) => time));
  expect(times).toEqual([0, 0.5, 1, 1.5]);
  expect(seen[0]?.facts).toEqual({ ...facts, width: 320, height: 180 });
  expect([...objects.keys()]).toEqual(['0', '500', '1000', '1500']);
  for (const { body, contentType } of objects.values()) {
    expect(contentType).toBe(CAPTURE_FORMAT.type);
    expect(Buffer.isBuffer(body) && body.subarray(1, 4).toString()).toBe('PNG');
  }
  expect(await readdir(sample.temporary)).toEqual([]);
});

test('an error while captures are lent leaves no file behind', async () => {
  await using sample = await sampleVideo();
  const extract = createCaptureExtractor(sample.bucket, readMediaLimits({}));
  const failing = extract({ ...video, size: sample.size }, () => Promise.reject(new Error('gone')));

  await expect(failing).rejects.toThrow('gone');

  expect(await readdir(sample.temporary)).toEqual([]);
});
