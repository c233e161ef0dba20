import { startDynamoDb } from '@video-service/shared/testing/dynamodb';
import { createClaimStore } from '../stores/claim-store.ts';
import { createSessionStore } from '../stores/session-store.ts';

/** A DynamoDB with a session table, and the stores over it. */
export const startSessionTable = async (pendingMs?: number) => {
  const { db, stop } = await startDynamoDb({
    TableName: 'sessions',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  });
  return {
    db,
    sessions: createSessionStore(db, 'sessions'),
    claims: createClaimStore(db, 'sessions', pendingMs),
    stop,
  };
};
