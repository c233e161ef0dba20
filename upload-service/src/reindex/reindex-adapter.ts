import {
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { createDb } from '@video-service/shared/dynamodb/client';
import { createBucket } from '@video-service/shared/s3';
import { createDeletionStore } from '../stores/deletion-store.ts';
import { createLibraryStore } from '../stores/library/library-store.ts';
import { createMetadataStore } from '../stores/metadata-store.ts';
import { createRenderedVideos } from '../stores/rendered-videos.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { createUploadFacts } from '../stores/upload-facts.ts';
import type { ReindexPorts } from './reindex.ts';

/** The bank to rebuild: a stage on AWS, with the environment's credentials, or the one at an endpoint. */
export type WhichBank = { stage: string; endpoint: string | undefined; zone: string };

const LOCAL = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};

/** The tables and buckets of a bank, and how to release them; undefined if there is no such bank. */
export const openBank = async ({ stage, endpoint, zone }: WhichBank) => {
  if (endpoint !== undefined && !(await answers(endpoint))) return undefined;
  const settings = endpoint === undefined ? {} : { ...LOCAL, endpoint };
  const dynamodb = new DynamoDBClient(settings);
  const s3 = new S3Client({ ...settings, forcePathStyle: endpoint !== undefined });
  const db = createDb(dynamodb);
  const table = (name: string) => `upload-service-${stage}-${name}`;
  const account = await accountOf(dynamodb, table('library'));
  if (account === undefined) return undefined;
  const source = `video-service-${stage}-source-${account}`;
  const renders = `video-service-${stage}-render-${account}`;
  const ports: ReindexPorts = {
    library: createLibraryStore(db, table('library')),
    sessions: createSessionStore(db, table('sessions')),
    deletions: createDeletionStore(db, table('sessions')),
    metadata: createMetadataStore(createBucket(renders, s3)),
    rendered: createRenderedVideos(renders, s3),
    facts: createUploadFacts({ source, renders }, s3),
    zone,
  };
  const close = () => {
    dynamodb.destroy();
    s3.destroy();
  };
  return { ports, close };
};

const answers = (endpoint: string) =>
  fetch(endpoint).then(
    () => true,
    () => false,
  );

// The bucket names contain the account number.
const accountOf = async (dynamodb: DynamoDBClient, TableName: string) => {
  try {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    return /^arn:[\w-]+:dynamodb:[\w-]+:(\d{12}):/u.exec(Table?.TableArn ?? '')?.[1];
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
};
