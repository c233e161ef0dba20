import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { race, refusalOf, type Requests } from './requests.ts';

/** One of many concurrent writers of the same thing wins. */
export const conditions = (requests: () => Requests) => {
  const once = { ConditionExpression: 'attribute_not_exists(id)' };

  test('one of 20 concurrent creations wins, and its item can be read at once', async () => {
    const id = randomUUID();
    let turn = 0;

    const results = await race(20, () => requests().put({ id, turn: ++turn }, once));

    expect(results.filter((result) => result === 'won')).toHaveLength(1);
    expect(await requests().get(id)).toEqual({ id, turn: results.indexOf('won') + 1 });
  });

  test('a failed condition has the name, status and message that clients know', async () => {
    const id = randomUUID();
    await requests().put({ id });

    expect(await refusalOf(requests().put({ id }, once))).toEqual([
      'ConditionalCheckFailedException',
      400,
      'The conditional request failed',
    ]);
  });

  test('one of 20 concurrent completions wins', async () => {
    const id = randomUUID();
    await requests().put({ id, status: 0, open: 'open', createdAt: '1' });

    const results = await race(20, () =>
      requests().update(id, {
        UpdateExpression: 'SET #status = :ready REMOVE #open',
        ConditionExpression: '#status = :processing',
        ExpressionAttributeNames: { '#status': 'status', '#open': 'open' },
        ExpressionAttributeValues: { ':ready': 1, ':processing': 0 },
      }),
    );

    expect(results.filter((result) => result === 'won')).toHaveLength(1);
    expect(await requests().get(id)).toEqual({ id, status: 1, createdAt: '1' });
  });

  test('a condition on a missing item fails and creates none', async () => {
    const id = randomUUID();
    const refused = requests().update(id, {
      UpdateExpression: 'SET gif = :gif',
      ConditionExpression: 'attribute_exists(id)',
      ExpressionAttributeValues: { ':gif': 'a.gif' },
    });

    expect((await refusalOf(refused))[0]).toBe('ConditionalCheckFailedException');
    expect(await requests().get(id)).toBeUndefined();
  });

  test.each([
    ['size(#said) < :n AND NOT contains(#said, :x)', true],
    ['contains(#said, :a)', true],
    ['#n BETWEEN :n AND :n OR #n IN (:n)', true],
    ['begins_with(#s, :pre) AND attribute_type(#s, :S)', true],
    ['#n <> :n', false],
  ])('the condition %s is %s', async (ConditionExpression, holds) => {
    const id = randomUUID();
    await requests().put({ id, said: new Set(['a']), n: 5, s: 'prefix' });
    const values = { ':n': 5, ':x': 'x', ':a': 'a', ':pre': 'pre', ':S': 'S' };
    const names = { '#said': 'said', '#n': 'n', '#s': 's' };
    const used = <Value>(all: Record<string, Value>) =>
      Object.fromEntries(
        Object.entries(all).filter(([name]) =>
          new RegExp(`${name}\\b`, 'u').test(ConditionExpression),
        ),
      );

    const results = await race(1, () =>
      requests().update(id, {
        UpdateExpression: 'SET seen = :seen',
        ConditionExpression,
        ExpressionAttributeNames: used(names),
        ExpressionAttributeValues: { ...used(values), ':seen': true },
      }),
    );

    expect(results).toEqual([holds ? 'won' : 'lost']);
  });
};
