import {
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startDynamoDb } from '../testing/dynamodb.ts';
import { add, type Change, remove, removeMembers, set, setAt, setIfMissing } from './changes.ts';
import { applied } from './client.ts';
import { all, below, type Condition, equals, exists, missing, not, oneOf } from './conditions.ts';
import { filter, update, when, where } from './expressions.ts';

const TableName = 'things';
let dynamodb: Awaited<ReturnType<typeof startDynamoDb>>;

beforeAll(async () => {
  dynamodb = await startDynamoDb({
    TableName,
    AttributeDefinitions: [
      { AttributeName: 'group', AttributeType: 'S' },
      { AttributeName: 'order', AttributeType: 'N' },
    ],
    // Both are reserved words.
    KeySchema: [
      { AttributeName: 'group', KeyType: 'HASH' },
      { AttributeName: 'order', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
  });
});
afterAll(() => dynamodb.stop());

const put = (group: string, attributes: object = {}, order = 1) =>
  dynamodb.db.send(new PutCommand({ TableName, Item: { group, order, ...attributes } }));

const change = (group: string, changes: Change[], condition?: Condition) => {
  const Key = { group, order: 1 };
  return dynamodb.db.send(new UpdateCommand({ TableName, Key, ...update(changes, condition) }));
};

const attributesOf = async (group: string) => {
  const Key = { group, order: 1 };
  const { Item } = await dynamodb.db.send(new GetCommand({ TableName, Key }));
  return Object.fromEntries(
    Object.entries(Item ?? {}).filter(([name]) => name !== 'group' && name !== 'order'),
  );
};

test('an update writes each clause once, and each name and value as a placeholder', () => {
  const changes = [
    set({ status: 1 }),
    add({ taken: 2, frames: new Set(['x']) }),
    remove('open', ['error', 'stage']),
    set({ gif: 'a.gif' }),
    setIfMissing({ createdAt: 'now' }),
    removeMembers({ sessions: new Set(['s']) }),
  ];

  expect(update(changes, equals('status', 0))).toEqual({
    UpdateExpression:
      'SET #0 = :0, #1 = :1, #2 = if_not_exists(#2, :2) REMOVE #3, #4.#5 ADD #6 :3, #7 :4 DELETE #8 :5',
    ConditionExpression: '#0 = :6',
    ExpressionAttributeNames: {
      '#0': 'status',
      '#1': 'gif',
      '#2': 'createdAt',
      '#3': 'open',
      '#4': 'error',
      '#5': 'stage',
      '#6': 'taken',
      '#7': 'frames',
      '#8': 'sessions',
    },
    ExpressionAttributeValues: {
      ':0': 1,
      ':1': 'a.gif',
      ':2': 'now',
      ':3': 2,
      ':4': new Set(['x']),
      ':5': new Set(['s']),
      ':6': 0,
    },
  });
});

test('undefined attributes are not set, and expressions without values list none', () => {
  const changes = [set({ kind: undefined }), setIfMissing({ source: undefined }), remove('sameAs')];

  expect(update(changes, exists('time'))).toEqual({
    UpdateExpression: 'REMOVE #0',
    ConditionExpression: 'attribute_exists(#1)',
    ExpressionAttributeNames: { '#0': 'sameAs', '#1': 'time' },
  });
});

test('an update that changes nothing is an error', () => {
  expect(() => update([])).toThrow('The update changes nothing');
  expect(() => update([set({ kind: undefined }), remove()])).toThrow('The update changes nothing');
});

test('DynamoDB applies every kind of change', async () => {
  await put('changes', { open: 1, count: 1, tags: new Set(['a', 'b']), said: { one: 1 }, kept: 1 });

  await change('changes', [
    set({ gif: 'a.gif' }),
    setAt(['said', 'two'], 2),
    setIfMissing({ kept: 2, fresh: 3 }),
    add({ count: 2 }),
    remove('open', ['said', 'one']),
    removeMembers({ tags: new Set(['a']) }),
  ]);

  expect(await attributesOf('changes')).toEqual({
    gif: 'a.gif',
    said: { two: 2 },
    kept: 1,
    fresh: 3,
    count: 3,
    tags: new Set(['b']),
  });
});

test.each([
  'status',
  'size',
  'AND',
  'pending 3 2026-11-30T10:00:00.000Z|id',
  'a.b',
  '#0',
  ':0',
  'é',
])('DynamoDB accepts the attribute name %j', async (name) => {
  const group = `name ${name}`;
  await put(group, { [name]: 1, map: { [name]: 1 } });

  await change(group, [set({ [name]: 2 }), setAt(['map', name], 2)], equals(name, 1));

  expect(await attributesOf(group)).toEqual({ [name]: 2, map: { [name]: 2 } });
});

test('names that differ only in special characters stay apart', async () => {
  await change('alike', [set({ 'a-b': 1, a_b: 2, 'a.b': 3, ab: 4 })]);

  expect(await attributesOf('alike')).toEqual({ 'a-b': 1, a_b: 2, 'a.b': 3, ab: 4 });
});

test('a condition decides about an update and about a put', async () => {
  await put('conditions', { error: { stage: 'gif' } });
  const isOwn = oneOf(['error', 'stage'], ['gif', 'session']);
  const again = new PutCommand({
    TableName,
    Item: { group: 'conditions', order: 1 },
    ...when(missing('group')),
  });

  expect(await applied(change('conditions', [set({ done: 1 })], not(isOwn)))).toBe(false);
  expect(await applied(dynamodb.db.send(again))).toBe(false);
  expect(await applied(change('conditions', [set({ done: 2 })], isOwn))).toBe(true);
  expect(await attributesOf('conditions')).toEqual({ error: { stage: 'gif' }, done: 2 });
});

test('a query returns the rows of its partition and range', async () => {
  for (const order of [1, 2, 3]) await put('query', {}, order);

  const { Items } = await dynamodb.db.send(
    new QueryCommand({ TableName, ...where(equals('group', 'query'), below('order', 3)) }),
  );

  expect(Items).toEqual([
    { group: 'query', order: 1 },
    { group: 'query', order: 2 },
  ]);
});

test('a scan returns the rows that its filter keeps', async () => {
  await put('scan 1', { sender: 'me', video: true });
  await put('scan 2', { sender: 'me', video: false });

  const { Items = [] } = await dynamodb.db.send(
    new ScanCommand({ TableName, ...filter(all(equals('sender', 'me'), equals('video', true))) }),
  );

  expect(Items.map(({ group }) => String(group))).toEqual(['scan 1']);
});
