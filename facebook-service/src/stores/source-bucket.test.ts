import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startS3 } from '@video-service/shared/testing/s3-server';
import { createSourceBucket } from './source-bucket.ts';

let s3: Awaited<ReturnType<typeof startS3>>;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

async function* inTwo(text: string) {
  yield Buffer.from(text.slice(0, 3));
  yield Buffer.from(text.slice(3));
}

const create = (key: string, bytes: AsyncIterable<Uint8Array>) =>
  createSourceBucket(s3.client, 'bucket').create(key, { contentType: 'video/mp4', bytes });

const stored = (key: string) => {
  const { bytes, contentType } = s3.objects.get(`/bucket/${key}`) ?? {};
  return [bytes?.toString(), contentType];
};

test('a video is stored completely, with its type', async () => {
  await create('videos/a/clip.mp4', inTwo('a film'));

  expect(stored('videos/a/clip.mp4')).toEqual(['a film', 'video/mp4']);
});

test('a video is marked as Messenger’s', async () => {
  await create('videos/d/clip.mp4', inTwo('a film'));

  expect(s3.objects.get('/bucket/videos/d/clip.mp4')?.meta).toEqual({
    'x-amz-meta-door': 'messenger',
  });
});

test('an existing video is left unchanged', async () => {
  await create('videos/b/clip.mp4', inTwo('a film'));
  await create('videos/b/clip.mp4', inTwo('another'));

  expect(stored('videos/b/clip.mp4')).toEqual(['a film', 'video/mp4']);
});

test('a video that breaks off is not stored', async () => {
  const breaking = async function* () {
    yield Buffer.from('a fi');
    throw new Error('the line is cut');
  };

  await expect(create('videos/c/clip.mp4', breaking())).rejects.toThrow('the line is cut');
  expect(stored('videos/c/clip.mp4')).toEqual([undefined, undefined]);
});

test('a bucket that refuses fails the download', async () => {
  s3.refuse(1, 403, 'AccessDenied');

  await expect(create('videos/d/clip.mp4', inTwo('a film'))).rejects.toThrow('AccessDenied');
});
