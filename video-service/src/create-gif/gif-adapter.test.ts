import { readdir } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { InvalidInput } from '@video-service/shared/errors';
import { readMediaLimits } from '../media/media-limits.ts';
import { video } from '../testing/example.ts';
import { sampleVideo } from '../testing/sample-video.ts';
import { createGifRenderer } from './gif-adapter.ts';

test('a video becomes a GIF, and no file is left behind', async () => {
  await using sample = await sampleVideo();
  const renderGif = createGifRenderer(sample.bucket, readMediaLimits({}));

  const gif = await renderGif({ ...video, size: sample.size });

  expect(Buffer.from(gif).subarray(0, 6).toString()).toBe('GIF89a');
  expect(await readdir(sample.temporary)).toEqual([]);
});

test('an invalid video leaves no file behind either', async () => {
  await using sample = await sampleVideo();
  const renderGif = createGifRenderer(sample.bucket, readMediaLimits({}));

  await expect(renderGif({ ...video, size: 100 })).rejects.toThrow(InvalidInput);

  expect(await readdir(sample.temporary)).toEqual([]);
});
