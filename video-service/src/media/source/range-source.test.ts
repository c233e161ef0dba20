import { expect, test } from '@jest/globals';
import { objectSource } from './range-source.ts';

test('every piece is of the version that the first one came from', async () => {
  const asked: unknown[] = [];
  const bucket = {
    readRange: (key: string, range: object) => {
      asked.push({ key, ...range });
      return Promise.resolve({ bytes: Uint8Array.of(1), etag: '"v1"' });
    },
  };
  const source = objectSource(bucket, { key: 'videos/a.mp4', size: 2 });

  await source.readRange(0, 0);
  await source.readRange(1, 1);

  expect(asked).toEqual([
    { key: 'videos/a.mp4', start: 0, end: 0 },
    { key: 'videos/a.mp4', start: 1, end: 1, etag: '"v1"' },
  ]);
});
