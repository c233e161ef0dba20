import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { paginateScan, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openStore } from './store.ts';
import { startDynamoDbFixture } from './testing/dynamodb-fixture.ts';
import { SESSIONS_TABLE } from './testing/sessions-table.ts';

const ROUNDS = 5;
const { TableName } = SESSIONS_TABLE;

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'dynamodb-crash-'));
});
afterEach(() => rm(dir, { recursive: true }));

const inFixture = async <Result>(work: (db: DynamoDBDocumentClient) => Promise<Result>) => {
  const { db, configureTable, stop } = await startDynamoDbFixture({ dir });
  await configureTable(SESSIONS_TABLE);
  const result = await work(db);
  await stop();
  return result;
};

const rowsIn = async (client: DynamoDBDocumentClient, index: { IndexName?: string } = {}) => {
  const rows: { id: string; open?: string }[] = [];
  const pages = paginateScan({ client }, { TableName, ...index });
  for await (const { Items = [] } of pages) rows.push(...(Items as typeof rows));
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
};

const expectEqual = async (db: DynamoDBDocumentClient) => {
  const rows = await rowsIn(db);
  expect(await rowsIn(db, { IndexName: 'by-open' })).toEqual(
    rows.filter(({ open }) => open !== undefined),
  );
  return rows;
};

// What a crash between the index row and the item leaves: an extra row and a missing one.
const tearIndex = async ({ isClean }: { isClean: boolean }) => {
  const { store, close } = await openStore(dir);
  const index = store.getIndexDb('Global', TableName, 'by-open');
  const [key] = (await index.createKeyStream().toArray()) as string[];
  await promisify(index.del)(key ?? '');
  await promisify(index.put)('zzz', { id: { S: 'orphan' }, open: { S: 'a' } });
  await (isClean ? close() : store.db.close());
};

test('after a crash, orphans leave the indexes and missing rows come back', async () => {
  const items = ['a', 'b', 'c'].map((id) => ({ id, open: 'a' }));
  await inFixture((db) =>
    Promise.all(items.map((Item) => db.send(new PutCommand({ TableName, Item })))),
  );

  await tearIndex({ isClean: false });

  expect(await inFixture(expectEqual)).toEqual(items);
});

test('after a clean stop the indexes are not rebuilt', async () => {
  await inFixture((db) => db.send(new PutCommand({ TableName, Item: { id: 'a', open: 'a' } })));

  await tearIndex({ isClean: true });

  expect(await inFixture((db) => rowsIn(db, { IndexName: 'by-open' }))).toEqual([
    { id: 'orphan', open: 'a' },
  ]);
});

test(`over ${ROUNDS} kill -9 no acknowledged write is lost, and indexes equal their table`, async () => {
  const acknowledged = new Map<string, string>();
  for (let round = 0; round < ROUNDS; round++) {
    const script = path.join(import.meta.dirname, 'testing/crash-writer.ts');
    const writer = spawn(process.execPath, [script, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
    const said = text(writer.stdout);
    await once(writer.stdout, 'data');
    await setTimeout(Math.random() * 200);
    writer.kill('SIGKILL');
    const lines = (await said).split('\n').slice(0, -1);
    for (const line of lines) acknowledged.set(line.split(' ')[1] ?? '', line.split(' ')[0] ?? '');

    const rows = await inFixture(expectEqual);

    const found = new Map(rows.map(({ id, open }) => [id, open]));
    for (const [id, state] of acknowledged) {
      expect(found.has(id)).toBe(true);
      if (state === 'closed') expect(found.get(id)).toBeUndefined();
    }
  }
  expect(acknowledged.size).toBeGreaterThan(ROUNDS);
}, 120_000);

test('writes acknowledged after the disk was full survive a crash, including the index', async () => {
  const writer = spawn(
    process.execPath,
    [path.join(import.meta.dirname, 'testing', 'full-disk-writer.ts'), dir],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const acknowledged = (await text(writer.stdout)).split('\n').slice(0, -1);

  const rows = await inFixture(expectEqual);

  expect(acknowledged.filter((id) => id.startsWith('refused'))).toEqual([]);
  expect(acknowledged).toHaveLength(60);
  expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(acknowledged));
});
