import { randomUUID } from 'node:crypto';
import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { refusalOf, type Requests } from './requests.ts';
import { LABELS, SESSIONS } from './tables.ts';

const INVALID = ['ValidationException', 400];

/** An invalid request is reported, and changes nothing. */
export const refusals = (requests: () => Requests) => {
  const refusal = async (sent: Promise<unknown>) => (await refusalOf(sent)).slice(0, 2);

  test('a missing table', async () => {
    const missing = requests().db.send(
      new GetCommand({ TableName: 'no-such-table', Key: { id: 'a' } }),
    );

    expect(await refusal(missing)).toEqual(['ResourceNotFoundException', 400]);
  });

  test('a missing index', async () => {
    const query = new QueryCommand({
      TableName: SESSIONS,
      IndexName: 'no-such-index',
      KeyConditionExpression: 'id = :id',
      ExpressionAttributeValues: { ':id': 'a' },
    });

    expect(await refusal(requests().db.send(query))).toEqual(INVALID);
  });

  test('a name or value that is used but not given, or given but not used', async () => {
    const id = randomUUID();
    const set = { UpdateExpression: 'SET #a = :a' };
    const names = { ExpressionAttributeNames: { '#a': 'a' } };
    const values = { ExpressionAttributeValues: { ':a': 1 } };

    expect(await refusal(requests().update(id, { ...set, ...values }))).toEqual(INVALID);
    expect(await refusal(requests().update(id, { ...set, ...names }))).toEqual(INVALID);
    const unused = { ExpressionAttributeValues: { ':a': 1, ':b': 2 } };
    expect(await refusal(requests().update(id, { ...set, ...names, ...unused }))).toEqual(INVALID);
    expect(await requests().get(id)).toBeUndefined();
  });

  test.each([
    ['a reserved word as a name', 'SET status = :a'],
    ['an expression that is none', 'SET #a ='],
    ['a key attribute', 'SET id = :a'],
    ['the same attribute twice', 'SET a = :a, a = :a'],
  ])('an update of %s', async (_, UpdateExpression) => {
    const id = randomUUID();
    const input = { UpdateExpression, ExpressionAttributeValues: { ':a': 1 } };

    expect(await refusal(requests().update(id, input))).toEqual(INVALID);
    expect(await requests().get(id)).toBeUndefined();
  });

  test.each([
    ['without its key', { frame: '1' }],
    ['with a key of another type', { id: 1, frame: '1' }],
    ['with an empty key', { id: '', frame: '1' }],
    ['of more than 400 KB', { id: 'a', frame: '1', text: 'a'.repeat(400 * 1024) }],
  ])('an item %s', async (_, Item) => {
    const item = requests().db.send(new PutCommand({ TableName: LABELS, Item }));

    expect(await refusal(item)).toEqual(INVALID);
  });

  test('ADD of a string to a number', async () => {
    const id = randomUUID();
    await requests().put({ id, n: 1 });
    const add = requests().update(id, {
      UpdateExpression: 'ADD n :set',
      ExpressionAttributeValues: { ':set': new Set(['a']) },
    });

    expect(await refusal(add)).toEqual(INVALID);
  });
};
