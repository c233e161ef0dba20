import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openDatabase } from '../../state/database.ts';
import { send, sign } from '../../auth/testing/raw-request.ts';
import { openStore } from './store.ts';
import { spawnS3 } from './testing/spawn-s3.ts';

const ROUNDS = 50;
const WRITERS = 4;
const MAX_MS_AFTER_FIRST = 150;

let directory: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 's3-crash-'));
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

const etagOf = (content: Buffer | string) => createHash('md5').update(content).digest('hex');

// Few keys, so that objects are also replaced while the process dies; the content identifies its write.
const contentOf = (round: number, writer: number, n: number) =>
  Buffer.alloc(1 + ((n * 50_021) % 300_000), `${round}.${writer}.${n};`);

type Acknowledged = { key: string; etag: string };

type Writer = { endpoint: string; round: number; writer: number; onFirst: () => void };

const writeUntilItDies = async ({ endpoint, round, writer, onFirst }: Writer) => {
  const acknowledged: Acknowledged[] = [];
  for (let n = 0; ; n += 1) {
    const key = `writer-${writer}/${n % 3}`;
    const body = contentOf(round, writer, n);
    const headers = {
      'content-length': String(body.length),
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
    };
    const request = await sign(endpoint, { method: 'PUT', path: `/bucket/${key}`, headers, body });
    const reply = await send(endpoint, request).catch(() => undefined);
    if (!reply) return acknowledged;
    expect(reply.status).toBe(200);
    acknowledged.push({ key, etag: etagOf(body) });
    onFirst();
  }
};

const writeAndKill = async (round: number): Promise<Acknowledged[]> => {
  const s3 = await spawnS3(directory);
  const first = Promise.withResolvers<undefined>();
  const write = (writer: number) =>
    writeUntilItDies({
      endpoint: s3.endpoint,
      round,
      writer,
      onFirst: () => first.resolve(undefined),
    });
  const writers = Array.from({ length: WRITERS }, (_, writer) => write(writer));
  await first.promise;
  await sleep(Math.random() * MAX_MS_AFTER_FIRST);
  await s3.kill();
  return (await Promise.all(writers)).flat();
};

test(`of ${ROUNDS} processes killed while they write, every acknowledged object is complete and reported once`, async () => {
  const acknowledged: Acknowledged[] = [];
  for (let round = 0; round < ROUNDS; round += 1) acknowledged.push(...(await writeAndKill(round)));

  const db = openDatabase(path.join(directory, 'state.db'));
  const store = openStore(db, path.join(directory, 's3'), () => undefined);
  const objects = [...store.objects.scan('bucket', '')];
  const told = publishedIn(db.prepare('SELECT message FROM published').all());

  // Every object is complete: its bytes are those of the write in its row.
  const read = objects.map((row) => etagOf(fs.readFileSync(store.files.placePath(row))));
  expect(read).toEqual(objects.map(({ etag }) => etag));
  // The last acknowledged write of a key is there, or a later one that was not acknowledged.
  const versions = new Map(told.map(({ key, etag, sequencer }) => [`${key} ${etag}`, sequencer]));
  const last = new Map(acknowledged.map(({ key, etag }) => [key, etag]));
  const older = objects.filter(
    ({ key, sequencer }) => sequencer < (versions.get(`${key} ${last.get(key) ?? ''}`) ?? ''),
  );
  expect(older).toEqual([]);
  expect([...last.keys()].filter((key) => !objects.some((row) => row.key === key))).toEqual([]);
  // Every acknowledged write was reported, and no version twice.
  expect(acknowledged.filter(({ key, etag }) => !versions.has(`${key} ${etag}`))).toEqual([]);
  expect(new Set(told.map(({ key, sequencer }) => `${key} ${sequencer}`)).size).toBe(told.length);
  // Nothing is left of incomplete writes.
  expect(fs.readdirSync(store.files.incoming)).toEqual([]);
  expect(acknowledged.length).toBeGreaterThanOrEqual(ROUNDS);
  db.close();
}, 180_000);

type Told = { key: string; etag: string; sequencer: string };

const publishedIn = (rows: Record<string, unknown>[]): Told[] =>
  rows.flatMap(({ message }) => {
    // The engine's own messages, in the format that the notification tests verify.
    const { Records = [] } = JSON.parse(String(message)) as {
      Records?: { s3: { object: { key: string; eTag: string; sequencer: string } } }[];
    };
    return Records.map(({ s3: { object } }) => ({
      key: object.key,
      etag: object.eTag,
      sequencer: object.sequencer,
    }));
  });
