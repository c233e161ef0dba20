import { randomUUID } from 'node:crypto';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { race, type Requests } from './requests.ts';
import { SESSIONS } from './tables.ts';

/** The effects of an update on an item. */
export const updates = (requests: () => Requests) => {
  test('ADD to a set of strings or numbers is idempotent and loses no concurrent member', async () => {
    const id = randomUUID();
    const add = (n: number) =>
      requests().update(id, {
        UpdateExpression: 'ADD labelled :frames, #times :times',
        ExpressionAttributeNames: { '#times': 'times' },
        ExpressionAttributeValues: {
          ':frames': new Set([String(n)]),
          ':times': new Set([n, 0.5]),
        },
      });

    await Promise.all([...Array(20).keys(), ...Array(20).keys()].map(add));

    const { labelled, times } = (await requests().get(id)) as Record<string, Set<unknown>>;
    expect([...(labelled ?? [])].sort()).toEqual([...Array(20).keys()].map(String).sort());
    expect([...(times ?? [])].map(Number).sort((a, b) => a - b)).toEqual(
      [0.5, ...Array(20).keys()].sort((a, b) => a - b),
    );
  });

  test('ADD counts', async () => {
    const id = randomUUID();
    const count = { UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': 1 } };

    await Promise.all(Array.from({ length: 20 }, () => requests().update(id, count)));

    expect(await requests().get(id)).toEqual({ id, n: 20 });
  });

  test('DELETE from a set removes the attribute with its last member', async () => {
    const id = randomUUID();
    await requests().put({ id, sessions: new Set(['a', 'b']) });
    const remove = (...members: string[]) =>
      requests().update(id, {
        UpdateExpression: 'DELETE sessions :members',
        ExpressionAttributeValues: { ':members': new Set(members) },
        ReturnValues: 'ALL_NEW',
      });

    expect((await remove('a', 'never there')).Attributes).toEqual({ id, sessions: new Set(['b']) });
    expect((await remove('b')).Attributes).toEqual({ id });
  });

  test('if_not_exists keeps the first value', async () => {
    const id = randomUUID();
    const set = (error: string) =>
      requests().update(id, {
        UpdateExpression: 'SET #error = if_not_exists(#error, :error)',
        ExpressionAttributeNames: { '#error': 'error' },
        ExpressionAttributeValues: { ':error': error },
      });

    await set('first');
    await set('second');

    expect(await requests().get(id)).toEqual({ id, error: 'first' });
  });

  test('a member of a map is set once and removed again', async () => {
    const id = randomUUID();
    await requests().put({ id, said: {} });
    const names = { ExpressionAttributeNames: { '#part': 'labels' } };
    const claim = () =>
      requests().update(id, {
        UpdateExpression: 'SET said.#part = :claim',
        ConditionExpression: 'attribute_not_exists(said.#part)',
        ...names,
        ExpressionAttributeValues: { ':claim': 'mine' },
      });

    expect((await race(5, claim)).sort()).toEqual(['lost', 'lost', 'lost', 'lost', 'won']);
    expect(await requests().get(id)).toEqual({ id, said: { labels: 'mine' } });
    await requests().update(id, { UpdateExpression: 'REMOVE said.#part', ...names });
    expect(await requests().get(id)).toEqual({ id, said: {} });
  });

  test('lists are appended to, numbers added', async () => {
    const id = randomUUID();
    await requests().put({ id, list: ['a'], n: 1 });

    const { Attributes } = await requests().update(id, {
      UpdateExpression: 'SET #list = list_append(#list, :more), n = n + :two',
      ExpressionAttributeNames: { '#list': 'list' },
      ExpressionAttributeValues: { ':more': ['b'], ':two': 2 },
      ReturnValues: 'UPDATED_NEW',
    });

    expect(Attributes).toEqual({ list: ['a', 'b'], n: 3 });
  });

  test('ReturnValues returns the item before or after', async () => {
    const id = randomUUID();
    const set = (n: number, ReturnValues: 'ALL_OLD' | 'ALL_NEW') =>
      requests().update(id, {
        UpdateExpression: 'SET n = :n',
        ExpressionAttributeValues: { ':n': n },
        ReturnValues,
      });

    expect((await set(1, 'ALL_OLD')).Attributes).toBeUndefined();
    expect((await set(2, 'ALL_OLD')).Attributes).toEqual({ id, n: 1 });
    expect((await set(3, 'ALL_NEW')).Attributes).toEqual({ id, n: 3 });
    const removal = { TableName: SESSIONS, Key: { id }, ReturnValues: 'ALL_OLD' } as const;
    expect((await requests().db.send(new DeleteCommand(removal))).Attributes).toEqual({ id, n: 3 });
    expect((await requests().db.send(new DeleteCommand(removal))).Attributes).toBeUndefined();
  });
};
