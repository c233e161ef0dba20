import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { describe, test } from '@jest/globals';
import { CONTRACT_TABLES } from './contract/tables.ts';
import { dynamoDbContract } from './dynamodb.contract.ts';
import { createClient, startDynamoDbFixture } from './testing/dynamodb-fixture.ts';
import { fetchDynamoDbLocal, startDynamoDbLocal } from './testing/dynamodb-local.ts';

describe('the engine', () => {
  dynamoDbContract(async () => {
    const { configureTable, db, stop } = await startDynamoDbFixture();
    for (const table of CONTRACT_TABLES) await configureTable(table);
    return { db, stop };
  });
});

const amazon = await fetchDynamoDbLocal().catch((error: unknown) => {
  if (process.env['REQUIRE_CLIENTS'] === '1') throw error;
  return error;
});

if (typeof amazon === 'string') {
  describe("Amazon's DynamoDB Local", () => {
    dynamoDbContract(async () => {
      const emulator = await startDynamoDbLocal(amazon);
      const db = createClient(emulator.endpoint);
      for (const table of CONTRACT_TABLES) {
        await db.send(new CreateTableCommand({ ...table, BillingMode: 'PAY_PER_REQUEST' }));
      }
      return { db, stop: emulator.stop };
    });
  });
} else {
  console.warn("The contract is not held against Amazon's DynamoDB Local:", amazon);
  test.skip("Amazon's DynamoDB Local does not run here: it needs Java and npm", () => undefined);
}
