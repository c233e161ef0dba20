import { describe, expect, test } from '@jest/globals';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { createDb } from '@video-service/shared/dynamodb/client';
import { startDynamoDb } from '@video-service/shared/testing/dynamodb';
import { ID } from '../testing/examples.ts';
import { fakeConnections, fakeSessions, fakeSteps } from '../testing/fake-stores.ts';
import { connectionStoreContract } from './connection-store.contract.ts';
import { createConnectionStore } from './connection-store.ts';
import { sessionStoreContract, type WithStore } from './session-store.contract.ts';
import { createSessionStore } from './session-store.ts';
import { stepStoreContract } from './step-store.contract.ts';
import { createStepStore } from './step-store.ts';

type Db = ReturnType<typeof createDb>;

// The keys of resources/tables.yml.
const table = (hash: string, range?: string): CreateTableCommandInput => ({
  TableName: 'table',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [hash, range]
    .filter((name) => name !== undefined)
    .map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  KeySchema: [
    { AttributeName: hash, KeyType: 'HASH' },
    ...(range ? [{ AttributeName: range, KeyType: 'RANGE' } as const] : []),
  ],
});

const onFake =
  <Store>(create: () => Store): WithStore<Store> =>
  (check) =>
    check(create());

const onDynamoDb =
  <Store>(
    keys: CreateTableCommandInput,
    create: (db: Db, table: string) => Store,
  ): WithStore<Store> =>
  async (check) => {
    const { db, stop } = await startDynamoDb(keys);
    await check(create(db, 'table')).finally(stop);
  };

describe('sessions in memory', () => sessionStoreContract(onFake(fakeSessions)));
describe('sessions in DynamoDB', () =>
  sessionStoreContract(onDynamoDb(table('id'), createSessionStore)));

describe('steps in memory', () => stepStoreContract(onFake(fakeSteps)));
describe('steps in DynamoDB', () =>
  stepStoreContract(onDynamoDb(table('id', 'step'), createStepStore)));

describe('connections in memory', () => connectionStoreContract(onFake(fakeConnections)));
describe('connections in DynamoDB', () =>
  connectionStoreContract(onDynamoDb(table('topic', 'connectionId'), createConnectionStore)));

test('every row expires', async () => {
  const { db, stop } = await startDynamoDb(table('topic', 'connectionId'));
  const store = createConnectionStore(db, 'table');
  await store.open('tab');
  await store.subscribe('tab', ID);

  const { Items = [] } = await db.send(new ScanCommand({ TableName: 'table' }));
  await stop();

  const hours = Items.map(({ expiresAt }) =>
    Math.round((Number(expiresAt) - Date.now() / 1000) / 3600),
  );
  expect(hours).toEqual([2, 2]);
});
