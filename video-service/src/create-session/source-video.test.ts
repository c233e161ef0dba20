import { expect, test } from '@jest/globals';
import { toSourceVideo } from './source-video.ts';

const ID = '7f9c24e8-3b12-4fef-91e0-5f1ee9a1a3b4';

test('an upload with a session id in its key belongs to that session', () => {
  const key = `videos/${ID}/clip.mp4`;

  expect(toSourceVideo({ bucket: 'source', key, size: 7, version: '0A' })).toEqual({
    id: ID,
    bucket: 'source',
    key,
    size: 7,
  });
});

test('a video has the eTag of its content', () => {
  const object = { bucket: 'source', key: 'videos/a.mp4', size: 7, version: '0A', etag: '"a"' };

  expect(toSourceVideo(object)).toMatchObject({ key: 'videos/a.mp4', etag: '"a"' });
});

test('any other upload gets its own session', () => {
  const upload = { bucket: 'source', key: 'videos/garden/clip.mp4', size: 7 };

  const [first, again, replaced] = ['0A', '0A', '0B'].map((version) =>
    toSourceVideo({ ...upload, version }),
  );

  expect(again).toEqual(first);
  expect(replaced?.id).not.toBe(first?.id);
});
