import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  GetObjectCommand,
  HeadObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import {
  DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  paginateScan,
} from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { createDeadLetters, type DeadLetter } from '../services/sqs/dead-letters.ts';
import type { ResourceNames } from './resource-names.ts';

export type Clients = {
  dynamodb: DynamoDBClient;
  s3: S3Client;
  sqs: SQSClient;
  lambda: LambdaClient;
};

export type BankReader = ReturnType<typeof createBankReader>;
export type Row = Record<string, unknown>;

const NOT_FOUND = 404;

/** Reads single rows and objects of a stage, and changes nothing. */
export const createBankReader = (clients: Clients, names: ResourceNames) => {
  const db = DynamoDBDocumentClient.from(clients.dynamodb);
  const deadLetters = createDeadLetters(clients);

  const read = async <Answer>(what: Promise<Answer>): Promise<Answer | undefined> => {
    try {
      return await what;
    } catch (error) {
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === NOT_FOUND)
        return undefined;
      throw error;
    }
  };

  const countIn = async (QueueName: string) => {
    const { QueueUrl } = await clients.sqs.send(new GetQueueUrlCommand({ QueueName }));
    const { Attributes = {} } = await clients.sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
  };

  return {
    row: async (table: keyof ResourceNames['tables'], Key: Row): Promise<Row | undefined> => {
      const TableName = names.tables[table];
      const { Item } = await db.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item;
    },

    /** The captures of a session, one row each. */
    async captures(id: string): Promise<Row[]> {
      const rows: Row[] = [];
      const query = {
        TableName: names.tables.labels,
        KeyConditionExpression: 'id = :id',
        ExpressionAttributeValues: { ':id': id },
        ConsistentRead: true,
      };
      for await (const { Items = [] } of paginateQuery({ client: db }, query)) rows.push(...Items);
      return rows;
    },

    /** Every row of the session table, to search by a part of a name. */
    async *sessions(): AsyncGenerator<Row> {
      const pages = paginateScan({ client: db }, { TableName: names.tables.sessions });
      for await (const { Items = [] } of pages) yield* Items;
    },

    /** When an object was stored, and its content; undefined if it does not exist. */
    object: async (bucket: keyof ResourceNames['buckets'], Key: string) => {
      const Bucket = names.buckets[bucket];
      const head = await read(clients.s3.send(new HeadObjectCommand({ Bucket, Key })));
      return head && { at: head.LastModified?.toISOString() ?? '', etag: head.ETag };
    },

    text: async (bucket: keyof ResourceNames['buckets'], Key: string) => {
      const Bucket = names.buckets[bucket];
      const object = await read(clients.s3.send(new GetObjectCommand({ Bucket, Key })));
      return object?.Body?.transformToString();
    },

    waiting: async () => ({
      sessions: await countIn(names.queues.sessions),
      captures: await countIn(names.queues.captures),
    }),

    /** All dead letters of the stage; each is returned unchanged. */
    async deadLetters(): Promise<DeadLetter[]> {
      const urls = await deadLetters.queues('dead-letter');
      const ours = urls.filter((url) => names.deadLetters.test(url.split('/').at(-1) ?? ''));
      const letters = (await Promise.all(ours.map((url) => deadLetters.receive(url)))).flat();
      await Promise.all(letters.map((letter) => deadLetters.release(letter)));
      return letters;
    },
  };
};

/** Whether the caller may not read it, or this stage does not have it. */
export const isRefusal = (error: unknown): boolean => v.is(Refusal, error);

// Each service has its own classes for the same errors.
const Refusal = v.object({
  name: v.picklist([
    'AccessDenied',
    'AccessDeniedException',
    'Forbidden',
    'QueueDoesNotExist',
    'ResourceNotFoundException',
  ]),
});
