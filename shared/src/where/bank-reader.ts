import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  GetObjectCommand,
  HeadObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { equals } from '../dynamodb/conditions.ts';
import { where } from '../dynamodb/expressions.ts';
import { queryAll } from '../dynamodb/query-all.ts';

export type Clients = { dynamodb: DynamoDBClient; s3: S3Client; sqs: SQSClient };

/** The names of the resources that tell where a video is; without `people`, the bot's answers are not looked at. */
export type ResourceNames = {
  tables: {
    sessions: string;
    labels: string;
    pageSessions: string;
    library: string;
    people?: string;
  };
  buckets: { source: string; renders: string };
  /** The queues whose messages are counted; the dead letters only if they are not read. */
  queues: { sessions: string; captures: string; deadLetters: string[] };
};

export type BankReader = ReturnType<typeof createBankReader>;
export type Row = Record<string, unknown>;

const NOT_FOUND = 404;

/** Reads single rows and objects of a stage, and changes nothing. */
export const createBankReader = ({ dynamodb, s3, sqs }: Clients, names: ResourceNames) => {
  const db = DynamoDBDocumentClient.from(dynamodb);

  const countIn = async (QueueName: string) => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    const { Attributes = {} } = await sqs.send(
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
      if (TableName === undefined) return undefined;
      const { Item } = await db.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item;
    },

    /** The captures of a session, one row each. */
    captures: (id: string): Promise<Row[]> =>
      Array.fromAsync(
        queryAll(db, {
          TableName: names.tables.labels,
          ...where(equals('id', id)),
          ConsistentRead: true,
        }),
      ),

    /** When a video was stored, and its eTag; undefined if it does not exist. */
    async video(Key: string) {
      const head = new HeadObjectCommand({ Bucket: names.buckets.source, Key });
      const object = await ifFound(s3.send(head));
      return object && { at: timeOf(object), etag: object.ETag };
    },

    /** When results were published, and their text; undefined if they do not exist. */
    async results(Key: string) {
      const get = new GetObjectCommand({ Bucket: names.buckets.renders, Key });
      const object = await ifFound(s3.send(get));
      return object && { at: timeOf(object), text: await object.Body?.transformToString() };
    },

    async waiting() {
      const { sessions, captures, deadLetters } = names.queues;
      const counts = await Promise.all(deadLetters.map(countIn));
      return {
        sessions: await countIn(sessions),
        captures: await countIn(captures),
        deadLetters: counts.reduce((sum, count) => sum + count, 0),
      };
    },
  };
};

const ifFound = async <Answer>(answer: Promise<Answer>): Promise<Answer | undefined> => {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === NOT_FOUND)
      return undefined;
    throw error;
  }
};

const timeOf = ({ LastModified }: { LastModified?: Date | undefined }) =>
  LastModified?.toISOString() ?? '';

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
