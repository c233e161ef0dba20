import { describe } from '@jest/globals';
import { startDynamoDb } from '@video-service/shared/testing/dynamodb';
import { fakeLibrary } from '../../testing/fake-library.ts';
import { libraryStoreContract } from './library-store.contract.ts';
import { createLibraryStore } from './library-store.ts';

describe('the library in memory', () => libraryStoreContract((check) => check(fakeLibrary())));

describe('the library in DynamoDB', () =>
  libraryStoreContract(async (check) => {
    const { db, stop } = await startDynamoDb({
      TableName: 'library',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['partition', 'position'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: 'partition', KeyType: 'HASH' },
        { AttributeName: 'position', KeyType: 'RANGE' },
      ],
    });
    await check(createLibraryStore(db, 'library')).finally(stop);
  }));
