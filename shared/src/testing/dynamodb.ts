import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { createDb } from '../dynamodb/client.ts';

/** An in-memory DynamoDB with these tables, for tests of the stores. */
export const startDynamoDb = async (...tables: CreateTableCommandInput[]) => {
  const server = dynalite({ createTableMs: 0 }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server has an address and a port.
  const { port } = server.address() as AddressInfo;
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  for (const table of tables) {
    await client.send(new CreateTableCommand(table));
    const { TableName } = table;
    await waitUntilTableExists({ client, minDelay: 0.01, maxWaitTime: 5 }, { TableName });
  }

  const stop = async () => {
    client.destroy();
    server.close();
    await once(server, 'close');
  };
  return { db: createDb(client), stop, [Symbol.asyncDispose]: stop };
};
