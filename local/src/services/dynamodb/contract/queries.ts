import { randomUUID } from 'node:crypto';
import {
  BatchGetCommand,
  BatchWriteCommand,
  paginateQuery,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import type { Requests } from './requests.ts';
import { LABELS, SESSIONS } from './tables.ts';

/** The results of queries, their order and their pages. */
export const queries = (requests: () => Requests) => {
  const openOf = async (open: string, pageSize = 100) => {
    const pages = paginateQuery(
      { client: requests().db, pageSize },
      {
        TableName: SESSIONS,
        IndexName: 'open-sessions',
        KeyConditionExpression: '#open = :open',
        ExpressionAttributeNames: { '#open': 'open' },
        ExpressionAttributeValues: { ':open': open },
      },
    );
    const found: unknown[][] = [];
    for await (const { Items = [] } of pages) found.push(Items);
    return found;
  };
  const writeLabels = (id: string, frames: string[]) =>
    requests().db.send(
      new BatchWriteCommand({
        RequestItems: {
          [LABELS]: frames.map((frame) => ({ PutRequest: { Item: { id, frame, time: 1 } } })),
        },
      }),
    );
  const framesOf = async (id: string, input: object = {}, values: object = {}) => {
    const { Items = [] } = await requests().db.send(
      new QueryCommand({
        TableName: LABELS,
        KeyConditionExpression: 'id = :id',
        ...input,
        ExpressionAttributeValues: { ':id': id, ...values },
      }),
    );
    return Items.map(({ frame }) => frame as string);
  };

  test('a sparse index has an item while it has the key, in order, keys only', async () => {
    const open = randomUUID();
    const [a, b] = [randomUUID(), randomUUID()];
    await requests().put({ id: a, open, createdAt: '2', more: 'no key' });
    await requests().put({ id: b, open, createdAt: '1' });
    await requests().put({ id: randomUUID(), createdAt: '0' });
    expect(await openOf(open)).toEqual([
      [
        { id: b, open, createdAt: '1' },
        { id: a, open, createdAt: '2' },
      ],
    ]);

    await requests().update(a, {
      UpdateExpression: 'REMOVE #open',
      ExpressionAttributeNames: { '#open': 'open' },
    });

    expect(await openOf(open)).toEqual([[{ id: b, open, createdAt: '1' }]]);
  });

  test('the pages of an index together contain everything once', async () => {
    const open = randomUUID();
    const items = Array.from({ length: 23 }, (_, n) => ({
      id: randomUUID(),
      open,
      createdAt: String(n).padStart(2, '0'),
    }));
    await Promise.all(items.map((item) => requests().put(item)));

    const pages = await openOf(open, 5);

    expect(pages.slice(0, 5).map((page) => page.length)).toEqual([5, 5, 5, 5, 3]);
    expect(pages.flat()).toEqual(items);
  });

  test('a batch of 25 rows is written and read, and sorted by its range key', async () => {
    const id = randomUUID();
    const frames = Array.from({ length: 25 }, (_, n) => String(n * 500).padStart(6, '0'));

    const { UnprocessedItems } = await writeLabels(id, frames.toReversed());

    expect(UnprocessedItems).toEqual({});
    expect(await framesOf(id)).toEqual(frames);
    expect(await framesOf(id, { ScanIndexForward: false })).toEqual(frames.toReversed());
    const keys = frames.slice(0, 3).map((frame) => ({ id, frame }));
    const { Responses } = await requests().db.send(
      new BatchGetCommand({ RequestItems: { [LABELS]: { Keys: keys, ConsistentRead: true } } }),
    );
    expect(Responses?.[LABELS]?.map(({ frame }) => frame as string).sort()).toEqual(
      frames.slice(0, 3),
    );
  });

  test('begins_with, between and greater select rows of one key, in UTF-8 order', async () => {
    const id = randomUUID();
    await writeLabels(id, ['10', '11', '12', '20', '1ü', 'ü1', 'ü2']);
    const where = (condition: string) => ({
      KeyConditionExpression: `id = :id AND ${condition}`,
    });

    expect(await framesOf(id, where('begins_with(frame, :pre)'), { ':pre': '1' })).toEqual([
      ...['10', '11', '12', '1ü'],
    ]);
    expect(await framesOf(id, where('begins_with(frame, :pre)'), { ':pre': 'ü' })).toEqual([
      ...['ü1', 'ü2'],
    ]);
    const range = { ':from': '11', ':to': '20' };
    expect(await framesOf(id, where('frame BETWEEN :from AND :to'), range)).toEqual([
      ...['11', '12', '1ü', '20'],
    ]);
    expect(await framesOf(id, where('frame > :from'), { ':from': '20' })).toEqual(['ü1', 'ü2']);
  });

  test('a query reads what was just written', async () => {
    const id = randomUUID();
    for (const frame of ['1', '2', '3']) {
      await writeLabels(id, [frame]);
      expect((await framesOf(id, { ConsistentRead: true })).at(-1)).toBe(frame);
    }
  });

  test('a scan with a filter pages through the whole table', async () => {
    const id = randomUUID();
    await writeLabels(id, ['1', '2', '3', '4', '5']);
    const found: unknown[] = [];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await requests().db.send(
        new ScanCommand({
          TableName: LABELS,
          Limit: 2,
          FilterExpression: 'id = :id',
          ExpressionAttributeValues: { ':id': id },
          ExclusiveStartKey,
        }),
      );
      found.push(...(page.Items ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);

    expect(found).toHaveLength(5);
  });
};
