import { readdir } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { InvalidInput } from '@video-service/shared/errors';
import { readMediaLimits } from '../media/media-limits.ts';
import { video } from '../testing/example.ts';
import { sampleVideo } from '../testing/sample-video.ts';
import { createPreviewRenderer } from './previews-adapter.ts';

test('a video becomes a GIF, a poster, a film and a storyboard, and no file is left behind', async () => {
  await using sample = await sampleVideo();
  const renderPreviews = createPreviewRenderer(sample.bucket, readMediaLimits({}));

  const {
    gif,
    poster,
    video: film,
    storyboard,
  } = await renderPreviews({
    ...video,
    size: sample.size,
  });

  const startOf = (bytes?: Uint8Array) => Buffer.from(bytes ?? []).toString('latin1', 0, 8);
  expect(startOf(gif)).toMatch(/^GIF89a/u);
  expect(startOf(poster)).toMatch(/^\xff\xd8/u);
  expect(startOf(film)).toMatch(/ftyp$/u);
  expect(startOf(storyboard?.picture)).toMatch(/^\xff\xd8/u);
  expect(storyboard?.tiles.at(-1)?.end).toBe(2);
  expect(await readdir(sample.temporary)).toEqual([]);
});

test('an invalid video leaves no file behind either', async () => {
  await using sample = await sampleVideo();
  const renderPreviews = createPreviewRenderer(sample.bucket, readMediaLimits({}));

  await expect(renderPreviews({ ...video, size: 100 })).rejects.toThrow(InvalidInput);

  expect(await readdir(sample.temporary)).toEqual([]);
});
