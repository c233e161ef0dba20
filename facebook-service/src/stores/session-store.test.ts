import { describe, expect, test } from '@jest/globals';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { fakeStores } from '../testing/fake-ports.ts';
import { startSessionTable } from '../testing/session-table.ts';
import { sessionStoreContract } from './session-store.contract.ts';

describe('the fake', () => {
  sessionStoreContract(async () => ({ ...fakeStores(), stop: () => Promise.resolve() }));
});

describe('DynamoDB', () => {
  sessionStoreContract(startSessionTable);

  test('a row expires after 30 days, unless its video is stored', async () => {
    const { db, sessions, stop } = await startSessionTable();
    await sessions.open({ id: 'a', sender: '4711' });

    const { Item } = await db.send(new GetCommand({ TableName: 'sessions', Key: { id: 'a' } }));

    const days = (Number(Item?.['expiresAt']) - Date.now() / 1000) / 86_400;
    expect(Math.round(days)).toBe(30);

    await sessions.markStored('a');
    const stored = await db.send(new GetCommand({ TableName: 'sessions', Key: { id: 'a' } }));
    expect(stored.Item?.['expiresAt']).toBeUndefined();
    await stop();
  });
});
