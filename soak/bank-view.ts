import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { all, exists, missing } from '@video-service/shared/dynamodb/conditions';
import { filter } from '@video-service/shared/dynamodb/expressions';
import { Metadata } from '@video-service/shared/metadata';
import pLimit from 'p-limit';
import * as v from 'valibot';
import { RENDER, SOURCE } from '../local/src/testing/bank-client.ts';
import { OBSERVER_QUEUE_URL } from '../local/src/testing/observer-stack.ts';
import { receiveAll } from '../local/src/testing/receive-all.ts';
import { LAST_CLOCK_MS } from './faults.ts';
import type { Outcome } from './outcomes.ts';

const SESSIONS = 'video-service-local-sessions';
const AT_A_TIME = 8;

/** The content of the bank at an address, according to its own APIs. */
export const viewBank = (endpoint: string, s3: S3Client) => {
  const settings = {
    ...{ endpoint, region: 'us-east-1', systemClockOffset: LAST_CLOCK_MS },
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const sqs = new SQSClient(settings);
  const db = DynamoDBDocumentClient.from(new DynamoDBClient(settings));
  const limit = pLimit(AT_A_TIME);

  const keysIn = async (Bucket: string, Prefix?: string) => {
    const keys: string[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix }))
      keys.push(...Contents.map(({ Key = '' }) => Key));
    return keys;
  };

  const outcomeAt = async (at: string): Promise<Outcome> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: RENDER, Key: at }));
    const text = (await Body?.transformToString()) ?? '';
    const { video, status, revision = 1, error } = v.parse(Metadata, JSON.parse(text));
    return { at, video, status, revision, code: error?.code };
  };

  const outcomeKeys = async () =>
    (await keysIn(RENDER)).filter((key) => key.endsWith('/metadata.json'));

  const openSessions = async () => {
    const pages = paginateScan(
      { client: db },
      {
        TableName: SESSIONS,
        ...filter(all(exists('open'), missing('deleted'))),
      },
    );
    let count = 0;
    for await (const { Items = [] } of pages) count += Items.length;
    return count;
  };

  return {
    objects: () => keysIn(SOURCE, 'videos/'),

    outcomes: async () =>
      Promise.all((await outcomeKeys()).map((key) => limit(() => outcomeAt(key)))),

    /** Whether every object has a result and no session is open. */
    isSettled: async () => {
      const [objects, outcomes] = await Promise.all([keysIn(SOURCE, 'videos/'), outcomeKeys()]);
      return outcomes.length >= objects.length && (await openSessions()) === 0;
    },

    /** The metadata.json of each Render Ready since the last call. */
    told: async () =>
      (await receiveAll(sqs, OBSERVER_QUEUE_URL)).map(
        (body) => /"key":"([^"]+)"/u.exec(body)?.[1] ?? body,
      ),

    /** Deletes all videos, as by hand in the bucket. */
    async deleteAll() {
      const keys = await keysIn(SOURCE, 'videos/');
      const deletions = keys.map((Key) =>
        limit(() => s3.send(new DeleteObjectCommand({ Bucket: SOURCE, Key }))),
      );
      await Promise.all(deletions);
    },

    isEmpty: async () => (await keysIn(SOURCE)).length === 0 && (await keysIn(RENDER)).length === 0,

    close: () => {
      sqs.destroy();
      db.destroy();
    },
  };
};
