import { expect, test } from '@jest/globals';
import { ObjectGone } from '@video-service/shared/s3';
import { objectSource } from './range-source.ts';

type Range = { start: number; end: number; etag?: string };

const recording = () => {
  const asked: unknown[] = [];
  const readRange = async (key: string, { start, end, ...range }: Range) => {
    asked.push({ key, start, end, ...range });
    return { bytes: new Uint8Array(end - start + 1), etag: '"v1"' };
  };
  return { asked, bucket: { readRange } };
};

test('the first piece must have the content that the event named', async () => {
  const { asked, bucket } = recording();
  const source = objectSource(bucket, { key: 'videos/a.mp4', size: 2, etag: '"v0"' });

  await source.readRange(0, 0);
  await source.readRange(1, 1);

  expect(asked).toEqual([
    { key: 'videos/a.mp4', start: 0, end: 0, etag: '"v0"' },
    { key: 'videos/a.mp4', start: 1, end: 1, etag: '"v0"' },
  ]);
});

test('if the event named none, every piece has the content of the first one', async () => {
  const { asked, bucket } = recording();
  const source = objectSource(bucket, { key: 'videos/a.mp4', size: 2 });

  await source.readRange(0, 0);
  await source.readRange(1, 1);

  expect(asked).toEqual([
    { key: 'videos/a.mp4', start: 0, end: 0 },
    { key: 'videos/a.mp4', start: 1, end: 1, etag: '"v1"' },
  ]);
});

test.each([
  ['replaced', 'VIDEO_REPLACED'],
  ['deleted', 'VIDEO_DELETED'],
] as const)('an object that was %s has its own error', async (became, code) => {
  const readRange = () => Promise.reject(new ObjectGone(became));
  const source = objectSource({ readRange }, { key: 'videos/a.mp4', size: 2, etag: '"v0"' });

  await expect(source.readRange(0, 1)).rejects.toMatchObject({
    name: 'InvalidInput',
    details: { stage: 'upload', code },
  });
});

test('a shorter object in its place is a replacement', async () => {
  const readRange = async () => ({ bytes: new Uint8Array(1), etag: '"v1"' });
  const source = objectSource({ readRange }, { key: 'videos/a.mp4', size: 2 });

  await expect(source.readRange(0, 1)).rejects.toMatchObject({
    details: { code: 'VIDEO_REPLACED' },
  });
});

test('any other error is rethrown, so that it is retried', async () => {
  const readRange = () => Promise.reject(new Error('connection reset'));
  const source = objectSource({ readRange }, { key: 'videos/a.mp4', size: 2 });

  await expect(source.readRange(0, 1)).rejects.toThrow('connection reset');
});
