import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { startDynamoDbFixture } from '../../../local/src/services/dynamodb/testing/dynamodb-fixture.ts';
import { createTableStore, type TableStore } from './table-store.ts';

const TableName = 'sessions';

let dynamoDb: Awaited<ReturnType<typeof startDynamoDbFixture>>;
let tables: TableStore;

beforeEach(async () => {
  dynamoDb = await startDynamoDbFixture();
  await dynamoDb.configureTable({
    TableName,
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  });
  tables = createTableStore(dynamoDb.db);
});
afterEach(() => dynamoDb.stop());

test('a table exists or not, empty or not', async () => {
  await expect(tables.exists('others')).resolves.toBe(false);
  await expect(tables.exists(TableName)).resolves.toBe(true);
  await expect(tables.isEmpty(TableName)).resolves.toBe(true);
  await expect(tables.isEmpty('others')).resolves.toBe(true);

  await dynamoDb.db.send(new PutCommand({ TableName, Item: { id: 'a' } }));

  await expect(tables.isEmpty(TableName)).resolves.toBe(false);
});

test('a table is deleted with its rows, and again without an error', async () => {
  await dynamoDb.db.send(new PutCommand({ TableName, Item: { id: 'a' } }));

  await tables.remove(TableName);
  await tables.remove(TableName);

  await expect(tables.exists(TableName)).resolves.toBe(false);
});
