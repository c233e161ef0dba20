import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { startDynamoDb } from '@video-service/shared/testing/dynamodb';
import { postingsOf } from '../../library/postings.ts';
import { fakeLibrary } from '../../testing/fake-library.ts';
import { randomEntry, randomFrom } from '../../testing/library-entries.ts';
import type { WithStore } from '../session-store.contract.ts';
import { libraryPostingsContract } from './library-postings.contract.ts';
import { libraryStoreContract } from './library-store.contract.ts';
import { createLibraryStore, type LibraryStore } from './library-store.ts';

describe('the library in memory', () => {
  libraryStoreContract((check) => check(fakeLibrary()));
  libraryPostingsContract((check) => check(fakeLibrary()));
});

const startTable = () =>
  startDynamoDb({
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

describe('the library in DynamoDB', () => {
  const withTable: WithStore<LibraryStore> = async (check) => {
    const { db, stop } = await startTable();
    await check(createLibraryStore(db, 'library')).finally(stop);
  };
  libraryStoreContract(withTable);
  libraryPostingsContract(withTable);

  test('a table of an earlier version has no postings by camera and label until it is rebuilt', async () => {
    const { db, stop } = await startTable();
    try {
      const TableName = 'library';
      const Item = { partition: 'months|all', position: '2026-11' };
      await db.send(new PutCommand({ TableName, Item }));
      const store = createLibraryStore(db, TableName);
      await store.addPostings(postingsOf(randomEntry(1, randomFrom(1))));
      expect(await store.hasCameraLabels()).toBe(false);

      await createLibraryStore(db, TableName).noteCameraLabels();

      expect(await store.hasCameraLabels()).toBe(true);
    } finally {
      await stop();
    }
  });

  test('a table restored to an earlier version is noticed by a running process', async () => {
    const { db, stop } = await startTable();
    try {
      const TableName = 'library';
      const store = createLibraryStore(db, TableName);
      await store.addPostings(postingsOf(randomEntry(1, randomFrom(1))));
      expect(await store.hasCameraLabels()).toBe(true);

      const Key = { partition: 'format', position: 'camera-labels' };
      await db.send(new DeleteCommand({ TableName, Key }));

      expect(await store.hasCameraLabels()).toBe(false);
    } finally {
      await stop();
    }
  });
});
