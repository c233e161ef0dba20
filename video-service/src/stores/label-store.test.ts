import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { startDynamoDb } from '@video-service/shared/testing/dynamodb';
import { fakeLabelStore } from '../testing/fake-label-store.ts';
import { tableOf } from '../testing/tables.ts';
import { createLabelStore } from './label-store.ts';
import { labelStoreContract } from './label-store.contract.ts';

describe('the fake', () => {
  labelStoreContract(async () => ({ store: fakeLabelStore(), stop: () => Promise.resolve() }));
});

describe('DynamoDB', () => {
  labelStoreContract(async () => {
    const { db, stop } = await startDynamoDb(await tableOf('LabelTable'));
    return { store: createLabelStore(db, 'LabelTable'), stop };
  });

  test('a row expires after 90 days', async () => {
    await using dynamodb = await startDynamoDb(await tableOf('LabelTable'));
    const { db } = dynamodb;
    const store = createLabelStore(db, 'LabelTable', () => Date.parse('2026-11-22T12:00:00.000Z'));

    await store.add('a', { frame: '0', time: 0 });

    const Key = { id: 'a', frame: '0' };
    const { Item } = await db.send(new GetCommand({ TableName: 'LabelTable', Key }));
    expect(Item).toMatchObject({ expiresAt: Date.parse('2027-02-20T12:00:00.000Z') / 1000 });
  });
});
