import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DeleteItemCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { SourceVideo, StepDone } from '@video-service/shared/messages';
import type { Metadata } from '@video-service/shared/metadata';
import { startEngine, type EngineOptions } from '../../../local/src/engine/engine.ts';
import * as v from 'valibot';
import { findFfmpeg } from '../../../deploy/src/packaging/ffmpeg-binaries.ts';
import type { PackagedStack } from '../../../deploy/src/packaging/package-stack.ts';
import { packageStacks } from '../../../deploy/src/packaging/package-stacks.ts';
import { videoServiceStandIn } from './stand-in.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const SOURCE = 'video-service-local-source-000000000000';
const RENDERS = 'video-service-local-render-000000000000';
const LIBRARY = 'upload-service-local-library';
const START_TOPIC = 'arn:aws:sns:us-east-1:000000000000:video-render-start-topic-local';
const STATUS_TOPIC = 'arn:aws:sns:us-east-1:000000000000:video-status-topic-local';

export type Bank = Awaited<ReturnType<typeof openBank>>;

/** Which other machines reach the bank, and how. */
export type Reach = Pick<EngineOptions, 'host' | 'address' | 'accessKey'>;
const NOBODY_ELSE: Reach = {};

/** The size limit in a bank of tests: small, so that it is soon exceeded. */
export const MAX_BYTES = 20_000_000;

/** The upload stack on the local engine; the test plays video-service. */
export const openBank = async ({
  requestsPerSecond = 100,
  maxBytes = MAX_BYTES,
  passphrase = '',
  uploads: mayUpload = 'owner',
  reach = NOBODY_ELSE,
} = {}) => {
  const uploads = (await packageAll()).find(({ name }) => name === 'upload-service-local');
  if (!uploads) throw new Error('The upload service was not packaged');
  const template = adapt(uploads.template, [
    [/"UPLOAD_MAX_BYTES":"\d+"/gu, `"UPLOAD_MAX_BYTES":"${maxBytes}"`],
    [/"PAGE_PASSPHRASE":""/gu, `"PAGE_PASSPHRASE":"${passphrase}"`],
    [/"UPLOADS":"\w+"/gu, `"UPLOADS":"${mayUpload}"`],
    [/"ThrottlingRateLimit":\d+/gu, `"ThrottlingRateLimit":${requestsPerSecond}`],
    [/"ThrottlingBurstLimit":\d+/gu, `"ThrottlingBurstLimit":${2 * requestsPerSecond}`],
  ]);
  const stacks = [videoServiceStandIn, { ...uploads, template }];
  const { urls, accessKey, stop } = await openEngine(stacks, reach);
  await warmUp(urls.page);
  const client = { endpoint: urls.aws, region: 'us-east-1', credentials: accessKey };
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const sns = new SNSClient(client);
  const sqs = new SQSClient(client);
  const dynamoDb = new DynamoDBClient(client);
  const rows = DynamoDBDocumentClient.from(dynamoDb);

  return {
    url: urls.page,
    awsUrl: urls.aws,
    s3,

    /** Stores the row of a session or of one of its captures, as video-service does. */
    putRow: (table: 'sessions' | 'labels', Item: Record<string, unknown>) =>
      rows.send(new PutCommand({ TableName: `video-service-local-${table}`, Item })),

    /** Leaves a message in one of video-service's queues. */
    leaveMessage: async (QueueName: string) => {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }));
    },

    /** Reports that the rendering of a video begins, as video-service does. */
    start: (video: SourceVideo) =>
      sns.send(new PublishCommand({ TopicArn: START_TOPIC, Message: JSON.stringify(video) })),

    /** Reports a finished step of a session, as video-service does. */
    report: (done: StepDone) =>
      sns.send(new PublishCommand({ TopicArn: STATUS_TOPIC, Message: JSON.stringify(done) })),

    /** Ends a session as video-service does. */
    publish: (metadata: Metadata) =>
      s3.send(
        new PutObjectCommand({
          Bucket: RENDERS,
          Key: `${metadata.id}/metadata.json`,
          Body: JSON.stringify(metadata),
        }),
      ),

    putRender: (Key: string, Body: Buffer, ContentType: string) =>
      s3.send(new PutObjectCommand({ Bucket: RENDERS, Key, Body, ContentType })),
    putSource: (Key: string, Body: Buffer, ContentType: string) =>
      s3.send(new PutObjectCommand({ Bucket: SOURCE, Key, Body, ContentType })),

    readSource: async (Key: string): Promise<Buffer> => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: SOURCE, Key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
    listSource: async (): Promise<string[]> => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: SOURCE }));
      return Contents.map(({ Key = '' }) => Key);
    },

    /** The routes of the HTTP API, according to the template. */
    routes: routesOf(uploads.template),

    /** Every live row of the library, without the marks of stale counts. */
    scanLibrary: async () => {
      const { Items = [] } = await dynamoDb.send(new ScanCommand({ TableName: LIBRARY }));
      return Items.filter(({ deleted, partition }) => !deleted && partition?.S !== 'counts')
        .map((row) => JSON.stringify(Object.entries(row).toSorted()))
        .toSorted();
    },
    loseLibrary: async () => {
      const { Items = [] } = await dynamoDb.send(new ScanCommand({ TableName: LIBRARY }));
      for (const { partition, position } of Items)
        if (partition && position)
          await dynamoDb.send(
            new DeleteItemCommand({ TableName: LIBRARY, Key: { partition, position } }),
          );
    },

    /** How many rows each of the service's tables has. */
    countRows: async () => {
      const count = (name: string) =>
        dynamoDb.send(new ScanCommand({ TableName: `upload-service-local-${name}` }));
      const tables = await Promise.all(['sessions', 'steps', 'connections'].map(count));
      const [sessions, steps, connections] = tables.map(({ Count }) => Count);
      return { sessions, steps, connections };
    },

    close: async () => {
      dynamoDb.destroy();
      s3.destroy();
      sns.destroy();
      sqs.destroy();
      await stop();
    },
  };
};

const Route = v.object({
  Type: v.literal('AWS::ApiGatewayV2::Route'),
  Properties: v.object({ RouteKey: v.string() }),
});

// Those of the WebSocket have no method.
const routesOf = (template: unknown): string[] =>
  Object.values(
    v.parse(v.object({ Resources: v.record(v.string(), v.unknown()) }), template).Resources,
  )
    .flatMap((resource) => (v.is(Route, resource) ? [resource.Properties.RouteKey] : []))
    .filter((key) => key.includes(' '))
    .toSorted();

const adapt = (template: unknown, changes: [RegExp, string][]): unknown =>
  JSON.parse(
    changes.reduce((text, [from, to]) => text.replaceAll(from, to), JSON.stringify(template)),
  );

// On a busy machine the first start of a function can take longer than an API waits.
const warmUp = async (url: string) => {
  const paths = ['/config.json', '/signed-url?file=a.mp4', `/metadata/${randomUUID()}`];
  await Promise.all(
    paths.map(async (route) => {
      for (let tries = 5; tries > 0; tries--) if ((await fetch(url + route)).status < 500) return;
    }),
  );
};

/** All stacks of the project, packaged as for AWS; unchanged ones are not packaged again. */
export const packageAll = async (): Promise<PackagedStack[]> =>
  packageStacks({ root: ROOT, binaries: await findFfmpeg(), onProgress: () => undefined });

/** An engine with these stacks, on free ports and its own state directory, which is deleted when it stops. */
export const openEngine = async (stacks: PackagedStack[], reach: Reach = {}) => {
  const stateDir = await mkdtemp(path.join(tmpdir(), 'bank-'));
  const engine = await startEngine({ stateDir, stacks, awsPort: 0, pagePort: 0, ...reach });
  return {
    ...engine,
    stop: async () => {
      await engine.stop();
      await rm(stateDir, { recursive: true });
    },
  };
};
