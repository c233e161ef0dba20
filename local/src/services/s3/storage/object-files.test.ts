import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openDatabase } from '../../../state/database.ts';
import { configureBucket } from '../buckets/buckets.ts';
import { commitObject } from '../objects/commit-object.ts';
import { deleteObjects } from '../objects/delete-objects.ts';
import { openStore, type Store } from '../store.ts';

const ORIGIN = { principal: 'p', sourceIp: '::1', requestId: 'r' };

let directory: string;
let root: string;
let store: Store;
const open = () => openStore(openDatabase(path.join(directory, 'db')), root, () => undefined);
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 's3-files-'));
  root = path.join(directory, 's3');
  store = open();
  configureBucket(store, 'bucket', {});
});
afterEach(() => {
  store.db.close();
  fs.rmSync(directory, { recursive: true });
});

async function* bytesOf(text: string) {
  yield Promise.resolve(Buffer.from(text));
}

const create = async (key: string, text: string) => {
  const temp = await store.files.receive(bytesOf(text));
  const row = { bucket: 'bucket', key, temp, size: text.length, etag: 'e', headers: {} };
  return commitObject(
    store,
    { ...row, checksum: undefined, upload: undefined },
    { event: 'Put', conditions: {}, origin: ORIGIN },
  );
};
const remove = (...keys: string[]) =>
  deleteObjects(store, keys, { bucket: 'bucket', name: 'ObjectRemoved:Delete', origin: ORIGIN });
const contentOf = (key: string) => {
  const row = store.objects.find('bucket', key);
  return row && fs.readFileSync(store.files.placePath(row), 'utf8');
};
const tree = () =>
  fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .toSorted();

const restart = () => {
  store.db.close();
  store = open();
};

test('an object keeps its file name when it is replaced', async () => {
  await create('a/clip.gif', 'one');
  await create('a/clip.gif', 'two');

  expect([contentOf('a/clip.gif'), tree()]).toEqual(['two', ['bucket/a/clip.gif']]);
});

test('a key and another below it both have a file', async () => {
  await create('a', 'file');
  await create('a/b', 'below');
  await create('c/d', 'below first');
  await create('c', 'then above');

  expect(['a', 'a/b', 'c/d', 'c'].map(contentOf)).toEqual([
    'file',
    'below',
    'below first',
    'then above',
  ]);
});

test('keys that differ only in what a file name cannot show do not collide', async () => {
  const long = 'x'.repeat(300);
  const keys = ['a//b', 'a/%/b', `${long}1`, `${long}2`, '..', '.%2E', 'x~2', 'x'];
  for (const key of keys) await create(key, key);

  expect(keys.map(contentOf)).toEqual(keys);
});

test('a file that someone else has put there is left unchanged', async () => {
  fs.mkdirSync(path.join(root, 'bucket'));
  fs.writeFileSync(path.join(root, 'bucket/mine.gif'), 'mine');

  await create('mine.gif', 'theirs');
  restart();

  expect([
    contentOf('mine.gif'),
    fs.readFileSync(path.join(root, 'bucket/mine.gif'), 'utf8'),
  ]).toEqual(['theirs', 'mine']);
});

test('links that lead out of the folder are neither written nor read through', async () => {
  const outside = path.join(directory, 'outside');
  fs.mkdirSync(outside);
  fs.mkdirSync(path.join(root, 'bucket'));
  fs.symlinkSync(outside, path.join(root, 'bucket/link'));
  fs.symlinkSync(path.join(outside, 'target'), path.join(root, 'bucket/dangling'));

  await create('link/deeper/file', 'inside');
  await create('dangling', 'inside');
  const row = await create('plain', 'plain');
  fs.rmSync(store.files.placePath(row));
  fs.symlinkSync('/etc/hostname', store.files.placePath(row));

  expect(fs.readdirSync(outside)).toEqual([]);
  expect([contentOf('link/deeper/file'), contentOf('dangling')]).toEqual(['inside', 'inside']);
  expect(() => store.files.open(row)).toThrow('ELOOP');
});

test('a start after a crash moves what was committed and deletes what was not', async () => {
  await create('replaced', 'old');
  await store.files.receive(bytesOf('never committed'));
  const settle = store.files.settle.bind(store.files);
  store.files.settle = () => undefined;
  await create('replaced', 'new');
  await create('fresh/key', 'fresh');
  store.files.settle = settle;

  restart();

  expect([contentOf('replaced'), contentOf('fresh/key')]).toEqual(['new', 'fresh']);
  expect(tree()).toEqual(['bucket/fresh/key', 'bucket/replaced']);
});

test('a start after a crash deletes the files of deleted objects, not of later ones', async () => {
  await create('gone/a', 'a');
  await create('again', 'first');
  const removeFile = store.files.remove.bind(store.files);
  store.files.remove = () => undefined;
  remove('gone/a', 'again');
  store.files.remove = removeFile;
  fs.rmSync(path.join(root, 'bucket/again'));
  await create('again', 'second');

  restart();

  expect([tree(), contentOf('again')]).toEqual([['bucket/again'], 'second']);
});

test('parts of incomplete uploads survive a restart', async () => {
  const temp = await store.files.receive(bytesOf('part'));
  const since = new Date();
  const upload = { id: 'u', bucket: 'bucket', key: 'k', headers: {}, checksum: undefined };
  store.uploads.put({ ...upload, initiated: since });
  store.uploads.putPart('u', {
    number: 1,
    temp,
    size: 4,
    etag: 'e',
    checksum: undefined,
    modified: since,
  });

  restart();

  expect(tree()).toEqual([`.incoming/${temp}`]);
});

test('bytes that end in an error leave no file', async () => {
  async function* broken() {
    yield Promise.resolve(Buffer.from('half'));
    throw new Error('gone');
  }

  await expect(store.files.receive(broken())).rejects.toThrow('gone');
  expect(tree()).toEqual([]);
});
