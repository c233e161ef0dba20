import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { applied } from './client.ts';
import { startDynamoDb } from '../testing/dynamodb.ts';

const TableName = 'things';
let dynamodb: Awaited<ReturnType<typeof startDynamoDb>>;

beforeAll(async () => {
  dynamodb = await startDynamoDb({
    TableName,
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
});
afterAll(() => dynamodb.stop());

const putNew = (id: string) =>
  dynamodb.db.send(
    new PutCommand({ TableName, Item: { id }, ConditionExpression: 'attribute_not_exists(id)' }),
  );

test('one of two conflicting conditional writes is applied', async () => {
  const outcomes = await Promise.all([applied(putNew('a')), applied(putNew('a'))]);

  expect(outcomes.toSorted()).toEqual([false, true]);
});

test('any other error is thrown', async () => {
  const misdirected = new DeleteCommand({ TableName: 'no-such-table', Key: { id: 'a' } });

  await expect(applied(dynamodb.db.send(misdirected))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('undefined attributes are omitted', async () => {
  await dynamodb.db.send(new PutCommand({ TableName, Item: { id: 'b', gif: undefined } }));

  const { Item } = await dynamodb.db.send(new GetCommand({ TableName, Key: { id: 'b' } }));
  expect(Item).toEqual({ id: 'b' });
});
