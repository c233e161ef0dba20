import { describe, expect, test } from '@jest/globals';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { fakeStores } from '../testing/fake-ports.ts';
import { startSessionTable } from '../testing/session-table.ts';
import { claimStoreContract } from './claim-store.contract.ts';
import { createClaimStore } from './claim-store.ts';

describe('the fake', () => {
  claimStoreContract(async (pendingMs) => ({
    ...fakeStores(pendingMs),
    stop: () => Promise.resolve(),
  }));
});

describe('DynamoDB', () => {
  claimStoreContract(startSessionTable);

  test('a claim whose response was lost is still ours after the retry', async () => {
    const { db, sessions, stop } = await startSessionTable();
    await sessions.open({ id: 'a', sender: '4711' });

    expect(await createClaimStore(sendingTwice(db), 'sessions').claim('a', 'gif')).toBe('won');
    await stop();
  });
});

/** A client that loses every first response, so that the SDK sends the request again. */
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
