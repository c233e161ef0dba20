import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openDatabase } from '../../../state/database.ts';
import { commitObject } from '../objects/commit-object.ts';
import { openStore, type Store } from '../store.ts';
import { configureBucket } from './buckets.ts';
import { sweep } from './lifecycle.ts';

const ORIGIN = { principal: 'p', sourceIp: '::1', requestId: 'r' };

let directory: string;
let store: Store;
let published: string[];
beforeEach(async () => {
  directory = await fs.mkdtemp(path.join(os.tmpdir(), 's3-lifecycle-'));
  published = [];
  store = openStore(openDatabase(':memory:'), directory, (_topic, message) =>
    published.push(message),
  );
  configureBucket(store, 'bucket', {
    notifications: [{ topicArn: 't', events: ['s3:LifecycleExpiration:*'] }],
    lifecycle: [
      { prefix: 'captures/', expirationDays: 1 },
      { prefix: 'videos/', abortIncompleteMultipartDays: 2 },
    ],
  });
  published = [];
});
afterEach(async () => {
  store.db.close();
  await fs.rm(directory, { recursive: true });
});

async function* bytes() {
  yield Promise.resolve(Buffer.from('x'));
}

const createAt = async (key: string, modified: string) => {
  const temp = await store.files.receive(bytes());
  const row = commitObject(
    store,
    {
      bucket: 'bucket',
      key,
      temp,
      size: 1,
      etag: 'e',
      headers: {},
      checksum: undefined,
      upload: undefined,
    },
    { event: 'Put', conditions: {}, origin: ORIGIN },
  );
  store.objects.put({ ...row, modified: new Date(modified) });
};
const keys = () => [...store.objects.scan('bucket', '')].map(({ key }) => key);

test('an object expires at the first midnight UTC after so many days', async () => {
  await createAt('captures/a.png', '2026-11-20T00:00:01Z');
  await createAt('captures/b.png', '2026-11-20T23:59:59Z');
  await createAt('captures/c.png', '2026-11-21T00:00:01Z');
  await createAt('videos/a.mp4', '2020-01-01T00:00:00Z');

  sweep(store, new Date('2026-11-21T23:59:59Z'));
  expect(keys()).toHaveLength(4);
  sweep(store, new Date('2026-11-22T00:00:00Z'));

  expect(keys()).toEqual(['captures/c.png', 'videos/a.mp4']);
  expect(await fs.readdir(path.join(directory, 'bucket/captures'))).toEqual(['c.png']);
  expect(published.map((message) => /"eventName":"(.*?)"/u.exec(message)?.[1])).toEqual([
    'LifecycleExpiration:Delete',
    'LifecycleExpiration:Delete',
  ]);
});

test('an incomplete upload is aborted with its parts', async () => {
  const initiated = new Date('2026-11-20T12:00:00Z');
  const temp = await store.files.receive(bytes());
  const upload = { bucket: 'bucket', headers: {}, checksum: undefined, initiated };
  store.uploads.put({ ...upload, id: 'old', key: 'videos/a.mp4' });
  store.uploads.put({ ...upload, id: 'other', key: 'elsewhere/a.mp4' });
  const part = { number: 1, temp, size: 1, etag: 'e', checksum: undefined, modified: initiated };
  store.uploads.putPart('old', part);

  sweep(store, new Date('2026-11-22T23:59:59Z'));
  expect(store.uploads.list('bucket')).toHaveLength(2);
  sweep(store, new Date('2026-11-23T00:00:00Z'));

  expect(store.uploads.list('bucket').map(({ id }) => id)).toEqual(['other']);
  expect(await fs.readdir(path.join(directory, '.incoming'))).toEqual([]);
});
