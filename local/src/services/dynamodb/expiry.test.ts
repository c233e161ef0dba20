import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { expireItems } from './expiry.ts';
import { createOperations, type Operations } from './operations.ts';
import { openStore } from './store.ts';
import { createTables } from './tables.ts';
import { startDynamoDbFixture } from './testing/dynamodb-fixture.ts';
import { SESSIONS_TABLE } from './testing/sessions-table.ts';

const NOON_MS = Date.UTC(2026, 10, 22, 12);
const NOON = NOON_MS / 1000;
const YEAR = 365 * 24 * 3600;
const TABLE = { ...SESSIONS_TABLE, ttlAttribute: 'expiresAt' };
const { TableName } = TABLE;

const withOperations = async (work: (operations: Operations) => Promise<void>) => {
  const dir = await mkdtemp(path.join(tmpdir(), 'dynamodb-expiry-'));
  const { store, flush, close } = await openStore(dir);
  await createTables(store, () => NOON_MS).configure(TABLE);
  await work(await createOperations(store, { flush, use: (operation) => operation() }));
  await close();
  await rm(dir, { recursive: true });
};

const idsIn = async (operations: Operations, index: { IndexName?: string } = {}) => {
  const { body } = await operations('Scan', { TableName, ...index });
  const { Items } = body as { Items: { id: { S: string } }[] };
  return Items.map(({ id }) => id.S).sort();
};

test('only rows whose time to live is over expire, including the index', () =>
  withOperations(async (operations) => {
    const values = {
      past: { N: String(NOON - 1) },
      now: { N: String(NOON) },
      future: { N: String(NOON + 1) },
      text: { S: String(NOON - 1) },
      milliseconds: { N: String(NOON_MS - 1000) },
      mistake: { N: String(NOON - 6 * YEAR) },
    };
    for (const [id, expiresAt] of Object.entries(values)) {
      const Item = { id: { S: id }, open: { S: 'a' }, expiresAt };
      await operations('PutItem', { TableName, Item });
    }
    await operations('PutItem', { TableName, Item: { id: { S: 'never' } } });

    await expireItems(operations, TABLE, NOON_MS);

    const left = ['future', 'milliseconds', 'mistake', 'now', 'text'];
    expect(await idsIn(operations, { IndexName: 'by-open' })).toEqual(left);
    expect(await idsIn(operations)).toEqual([...left, 'never'].sort());
  }));

test('a row extended while it is about to expire stays', () =>
  withOperations(async (operations) => {
    const put = (expiresAt: number) =>
      operations('PutItem', {
        TableName,
        Item: { id: { S: 'a' }, expiresAt: { N: String(expiresAt) } },
      });
    await put(NOON - 1);
    const prolonging: Operations = async (name, input) => {
      const answer = await operations(name, input);
      if (name === 'Scan') await put(NOON + 1);
      return answer;
    };

    await expireItems(prolonging, TABLE, NOON_MS);

    expect(await idsIn(operations)).toEqual(['a']);
  }));

test('a table without time to live keeps everything', () =>
  withOperations(async (operations) => {
    const Item = { id: { S: 'a' }, expiresAt: { N: '1795348799' } };
    await operations('PutItem', { TableName, Item });

    await expireItems(operations, SESSIONS_TABLE, NOON_MS);

    expect(await idsIn(operations)).toEqual(['a']);
  }));

test('a table removed during the sweep is skipped', () =>
  withOperations(async (operations) => {
    await expireItems(operations, { ...TABLE, TableName: 'removed' }, NOON_MS);
  }));

test('the engine expires rows by itself as time passes', async () => {
  let nowMs = NOON_MS;
  const { db, configureTable, stop } = await startDynamoDbFixture({ now: () => nowMs, sweepMs: 5 });
  await configureTable(TABLE);
  const count = async () => (await db.send(new ScanCommand({ TableName }))).Count;
  await db.send(new PutCommand({ TableName, Item: { id: 'a', expiresAt: NOON + 60 } }));
  await setTimeout(50);
  expect(await count()).toBe(1);

  nowMs += 61_000;

  while ((await count()) !== 0) await setTimeout(5);
  await stop();
});
