import { randomUUID } from 'node:crypto';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { startDynamoDbFixture } from './dynamodb-fixture.ts';
import { SESSIONS_TABLE } from './sessions-table.ts';

// Writes endlessly, prints the acknowledged writes, and is killed by its parent.
const [, , dir = ''] = process.argv;
const { db, configureTable } = await startDynamoDbFixture({ dir });
await configureTable(SESSIONS_TABLE);
const { TableName } = SESSIONS_TABLE;

const write = async () => {
  for (;;) {
    const id = randomUUID();
    await db.send(new PutCommand({ TableName, Item: { id, open: 'a' } }));
    console.log(`open ${id}`);
    await db.send(
      new UpdateCommand({
        TableName,
        Key: { id },
        UpdateExpression: 'REMOVE #open',
        ExpressionAttributeNames: { '#open': 'open' },
      }),
    );
    console.log(`closed ${id}`);
  }
};
await Promise.all(Array.from({ length: 8 }, write));
