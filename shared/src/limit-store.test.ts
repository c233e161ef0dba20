import { describe } from '@jest/globals';
import { limitStoreContract } from './limit-store.contract.ts';
import { createLimitStore } from './limit-store.ts';
import { startDynamoDb } from './testing/dynamodb.ts';
import { fakeLimits } from './testing/fake-limits.ts';

describe('limits in memory', () => limitStoreContract((check) => check(fakeLimits())));

describe('limits in DynamoDB', () =>
  limitStoreContract(async (check) => {
    const { db, stop } = await startDynamoDb({
      TableName: 'limits',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    });
    await check(createLimitStore(db, 'limits')).finally(stop);
  }));
