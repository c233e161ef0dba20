import { describe, expect, test } from '@jest/globals';
import { startDynamoDb } from '@video-service/shared/testing/dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { fakeSessionStore } from '../testing/fake-session-store.ts';
import { tableOf } from '../testing/tables.ts';
import { READY } from '@video-service/shared/session';
import { createSessionStore } from './session-store.ts';
import { sessionStoreContract } from './session-store.contract.ts';

describe('the fake', () => {
  sessionStoreContract(async (now) => ({
    store: fakeSessionStore(now),
    stop: () => Promise.resolve(),
  }));
});

describe('DynamoDB', () => {
  sessionStoreContract(async (now) => {
    const { db, stop } = await startDynamoDb(await tableOf('SessionTable'));
    return { store: createSessionStore(db, 'SessionTable', now), stop };
  });

  test('a row records when it changed and expires after 90 days; only an open one is in the index', async () => {
    await using dynamodb = await startDynamoDb(await tableOf('SessionTable'));
    const { db } = dynamodb;
    let clock = Date.parse('2026-11-22T12:00:00.000Z');
    const store = createSessionStore(db, 'SessionTable', () => clock);
    const read = async () =>
      (await db.send(new GetCommand({ TableName: 'SessionTable', Key: { id: 'a' } }))).Item;

    const session = await store.open({
      id: 'a',
      bucket: 'source',
      key: 'videos/clip.mp4',
      size: 7,
    });
    expect(await read()).toMatchObject({
      open: 'open',
      updatedAt: '2026-11-22T12:00:00.000Z',
      expiresAt: Date.parse('2027-02-20T12:00:00.000Z') / 1000,
    });

    clock += 1500;
    await store.close(session, READY);
    const closed = await read();
    expect(closed).toMatchObject({ status: 1, updatedAt: '2026-11-22T12:00:01.500Z' });
    expect(closed).not.toHaveProperty('open');
  });
});
