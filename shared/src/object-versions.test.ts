import { expect, test } from '@jest/globals';
import { createBucket } from './s3.ts';
import { etagOf, startVersionedS3 } from './testing/versioned-s3.ts';

type Versioned = Awaited<ReturnType<typeof startVersionedS3>>;

const withBucket = async (
  check: (bucket: ReturnType<typeof createBucket>, s3: Versioned) => Promise<void>,
) => {
  const s3 = await startVersionedS3();
  await check(createBucket('bucket', s3.client), s3).finally(s3.stop);
};

const KEY = 'videos/garden/clip.mp4';

test('every version and every delete marker under a folder is deleted, and nothing beside it', () =>
  withBucket(async (bucket, s3) => {
    for (const round of [1, 2, 3])
      for (const key of ['one/a.gif', 'one/b/c.json', 'one.txt', 'two/a.gif'])
        s3.put(key, `${key} ${round}`);
    await bucket.delete('one/a.gif');
    await bucket.delete('two/a.gif');

    await bucket.deleteUnder('one/');

    expect(s3.left()).toEqual([
      ...['one.txt v11', 'one.txt v7', 'one.txt v3'],
      ...['two/a.gif v14', 'two/a.gif v12', 'two/a.gif v8', 'two/a.gif v4'],
    ]);
  }));

test('of a key, only the versions with the content of the deleted video go', () =>
  withBucket(async (bucket, s3) => {
    s3.put(KEY, 'another, before');
    s3.put(KEY, 'ours');
    await bucket.delete(KEY);
    s3.put(KEY, 'another, since');
    s3.put(`${KEY}.txt`, 'ours');

    await bucket.deleteContent(KEY, etagOf('ours'));
    await bucket.deleteContent(KEY, etagOf('ours'));

    expect(s3.left()).toEqual([`${KEY} v4`, `${KEY} v3`, `${KEY} v1`, `${KEY}.txt v5`]);
  }));

test('the delete markers of a key go with its last content', () =>
  withBucket(async (bucket, s3) => {
    s3.put(KEY, 'ours');
    await bucket.delete(KEY);
    s3.put(KEY, 'ours');
    await bucket.delete(KEY);

    await bucket.deleteContent(KEY, etagOf('ours'));

    expect(s3.left()).toEqual([]);
  }));

test('without an eTag, whatever is at the key is deleted', () =>
  withBucket(async (bucket, s3) => {
    s3.put(KEY, 'one');
    s3.put(KEY, 'other');
    s3.put(`${KEY}.txt`, 'not at the key');

    await bucket.deleteContent(KEY);

    expect(s3.left()).toEqual([`${KEY}.txt v3`]);
  }));
