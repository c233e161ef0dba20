import { DescribeTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand, QueryCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startDynamoDb } from './dynamodb.ts';
import type { TableConfig } from './table-description.ts';
import { startDynamoDbFixture } from './testing/dynamodb-fixture.ts';
import { SESSIONS_TABLE } from './testing/sessions-table.ts';

const { TableName, GlobalSecondaryIndexes, ...PLAIN } = SESSIONS_TABLE;
const WITHOUT_INDEX: TableConfig = { TableName, ...PLAIN };

let fixture: Awaited<ReturnType<typeof startDynamoDbFixture>>;
beforeEach(async () => {
  fixture = await startDynamoDbFixture();
});
afterEach(() => fixture.stop());

const put = (id: string, rest: object = {}) =>
  fixture.db.send(new PutCommand({ TableName, Item: { id, ...rest } }));
const count = async () => (await fixture.db.send(new ScanCommand({ TableName }))).Count;
const openIds = async (field = 'open') => {
  const { Items = [] } = await fixture.db.send(
    new QueryCommand({
      TableName,
      IndexName: 'by-open',
      KeyConditionExpression: '#field = :a',
      ExpressionAttributeNames: { '#field': field },
      ExpressionAttributeValues: { ':a': 'a' },
    }),
  );
  return Items.map(({ id }) => String(id)).sort();
};

test('a reconfigured table keeps its items and its identity', async () => {
  await fixture.configureTable(SESSIONS_TABLE);
  await put('a', { open: 'a' });
  const describe = new DescribeTableCommand({ TableName });
  const { Table: before } = await fixture.db.send(describe);

  await fixture.configureTable(SESSIONS_TABLE);

  const { Table: after } = await fixture.db.send(describe);
  expect(after).toEqual(before);
  expect(after).toMatchObject({
    TableStatus: 'ACTIVE',
    TableArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/sessions',
  });
  expect(await openIds()).toEqual(['a']);
});

test('a new index is filled, including concurrent writes', async () => {
  await fixture.configureTable(WITHOUT_INDEX);
  const ids = Array.from({ length: 50 }, (_, n) => `id${n}`);
  await Promise.all(ids.map((id) => put(id, { open: 'a' })));

  const close = (id: string) =>
    fixture.db.send(
      new UpdateCommand({
        TableName,
        Key: { id },
        UpdateExpression: 'SET #open = :b',
        ExpressionAttributeNames: { '#open': 'open' },
        ExpressionAttributeValues: { ':b': 'b' },
      }),
    );
  await Promise.all([fixture.configureTable(SESSIONS_TABLE), ...ids.slice(0, 25).map(close)]);

  expect(await openIds()).toEqual(ids.slice(25).sort());
});

test('a removed index is gone; with another key it is rebuilt', async () => {
  await fixture.configureTable(SESSIONS_TABLE);
  await put('a', { open: 'a' });
  await put('b', { state: 'a' });

  await fixture.configureTable(WITHOUT_INDEX);
  await expect(openIds()).rejects.toThrow('does not have the specified index');
  await put('c', { open: 'a' });
  await fixture.configureTable(SESSIONS_TABLE);
  expect(await openIds()).toEqual(['a', 'c']);

  await fixture.configureTable({
    ...SESSIONS_TABLE,
    AttributeDefinitions: [
      { AttributeName: 'id', AttributeType: 'S' },
      { AttributeName: 'state', AttributeType: 'S' },
    ],
    GlobalSecondaryIndexes: (GlobalSecondaryIndexes ?? []).map((index) => ({
      ...index,
      KeySchema: [{ AttributeName: 'state', KeyType: 'HASH' }],
    })),
  });
  expect(await openIds('state')).toEqual(['b']);
});

test('a changed key is refused, and the items stay', async () => {
  await fixture.configureTable(SESSIONS_TABLE);
  await put('a');

  await expect(
    fixture.configureTable({
      ...SESSIONS_TABLE,
      KeySchema: [{ AttributeName: 'open', KeyType: 'HASH' }],
    }),
  ).rejects.toThrow('Table sessions cannot change its key');

  expect(await count()).toBe(1);
});

test('removing a table removes its items', async () => {
  await fixture.configureTable(SESSIONS_TABLE);
  await fixture.configureTable({ ...SESSIONS_TABLE, TableName: 'sessions-2' });
  await put('a', { open: 'a' });

  await fixture.removeTable(TableName);
  await fixture.removeTable(TableName);

  const list = new ListTablesCommand();
  expect((await fixture.db.send(list)).TableNames).toEqual(['sessions-2']);
  await fixture.configureTable(SESSIONS_TABLE);
  expect(await count()).toBe(0);
  expect(await openIds()).toEqual([]);
});

test('tables survive a restart', async () => {
  await fixture.configureTable(SESSIONS_TABLE);
  await put('a', { open: 'a' });

  await fixture.restart();

  expect(await openIds()).toEqual(['a']);
});

test('a second engine on the same files is refused', async () => {
  await expect(startDynamoDb({ dir: fixture.dir })).rejects.toThrow('Database failed to open');
});
