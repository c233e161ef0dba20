import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { startDynamoDb, type DynamoDbOptions } from '../dynamodb.ts';
import type { TableConfig } from '../table-description.ts';

/** A document client for a DynamoDB at this address. */
export const createClient = (endpoint: string) =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
  );

/** The engine's DynamoDB on its own port, in a directory that is deleted unless it was given. */
export const startDynamoDbFixture = async (options: Partial<DynamoDbOptions> = {}) => {
  const dir = options.dir ?? (await mkdtemp(path.join(tmpdir(), 'dynamodb-')));
  let dynamoDb = await startDynamoDb({ ...options, dir });
  const server = createServer((request, response) => {
    void buffer(request).then((body) => dynamoDb.handle(request, response, body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const db = createClient(endpoint);

  return {
    endpoint,
    db,
    dir,

    configureTable: (table: TableConfig) => dynamoDb.configureTable(table),

    removeTable: (name: string) => dynamoDb.removeTable(name),

    restart: async () => {
      await dynamoDb.stop();
      dynamoDb = await startDynamoDb({ ...options, dir });
    },

    stop: async () => {
      db.destroy();
      server.close();
      await once(server, 'close');
      await dynamoDb.stop();
      if (options.dir === undefined) await rm(dir, { recursive: true });
    },
  };
};
