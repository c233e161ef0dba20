import { describe, expect, test } from '@jest/globals';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { GetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { startDynamoDb } from '@video-service/shared/testing/dynamodb';
import { fakeSessions } from '../testing/fake-ports.ts';
import { sessionStoreContract } from './session-store.contract.ts';
import { createSessionStore } from './session-store.ts';

const table: CreateTableCommandInput = {
  TableName: 'sessions',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
};

describe('the fake', () => {
  sessionStoreContract(async (pendingMs) => ({
    store: fakeSessions(pendingMs),
    stop: () => Promise.resolve(),
  }));
});

describe('DynamoDB', () => {
  sessionStoreContract(async (pendingMs) => {
    const { db, stop } = await startDynamoDb(table);
    return { store: createSessionStore(db, 'sessions', pendingMs), stop };
  });

  test('a row expires after 30 days', async () => {
    const { db, stop } = await startDynamoDb(table);
    await createSessionStore(db, 'sessions').open({ id: 'a', sender: '4711' });

    const { Item } = await db.send(new GetCommand({ TableName: 'sessions', Key: { id: 'a' } }));

    const days = (Number(Item?.['expiresAt']) - Date.now() / 1000) / 86_400;
    expect(Math.round(days)).toBe(30);
    await stop();
  });

  test('a claim whose answer got lost is still ours after the retry', async () => {
    const { db, stop } = await startDynamoDb(table);
    const store = createSessionStore(sendingTwice(db), 'sessions');
    await store.open({ id: 'a', sender: '4711' });

    expect(await store.claim('a', 'gif')).toBe('won');
    await stop();
  });
});

/** A client whose every first answer gets lost, so that the SDK sends the same again. */
const sendingTwice = (db: DynamoDBDocumentClient): DynamoDBDocumentClient =>
  new Proxy(db, {
    get: (target, name) =>
      name === 'send'
        ? async (command: Parameters<DynamoDBDocumentClient['send']>[0]) => {
            await target.send(command);
            return target.send(command);
          }
        : (Reflect.get(target, name) as unknown),
  });
