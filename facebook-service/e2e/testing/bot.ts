import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { s3Notification } from '@video-service/shared/testing/sns-event';
import type { Metadata } from '@video-service/shared/metadata';
import { startEngine } from '../../../local/src/engine/engine.ts';
import { packageAll } from '../../../upload-service/e2e/testing/bank.ts';
import { videoServiceStandIn } from '../../../upload-service/e2e/testing/stand-in.ts';
import { openCdn } from './cdn.ts';
import { openSendApi } from './send-api.ts';

const SOURCE = 'video-service-local-source-000000000000';
const RENDERS = 'video-service-local-render-000000000000';
const QUEUES = 'https://sqs.us-east-1.amazonaws.com/000000000000';
const TOPICS = 'arn:aws:sns:us-east-1:000000000000';

/** Small, so that a video is soon too large or too slow. A download reserves 15 of its seconds to report that. */
const LIMITS = { maxBytes: 300_000, downloadSeconds: 19 };
const REPLY_SECONDS = 6;

export type Bot = Awaited<ReturnType<typeof openBot>>;

/** The bot's stack on the local engine, with a trusted CDN; the test plays video-service. */
export const openBot = async (limits = LIMITS) => {
  await using running = new AsyncDisposableStack();
  const stack = (await packageAll()).find(({ name }) => name === 'facebook-service-local');
  if (!stack) throw new Error('The facebook service was not packaged');
  const stateDir = await mkdtemp(path.join(tmpdir(), 'bot-'));
  running.defer(() => rm(stateDir, { recursive: true }));
  const cdn = running.adopt(await openCdn(), ({ close }) => close());
  const sendApi = running.adopt(await openSendApi(), ({ close }) => close());
  const template = adapt(stack.template, {
    ...limits,
    cdn: cdn.origin,
    sendApi: sendApi.origin,
  });
  const { urls, accessKey, stop } = await startEngine({
    ...{ stateDir, awsPort: 0, pagePort: 0, retryDelaysSeconds: [0.2, 0.2] },
    stacks: [videoServiceStandIn, { ...stack, template }],
  });
  running.defer(stop);
  sendApi.state.graphUrl = `${urls.page}/graph`;
  const config = { endpoint: urls.aws, region: 'us-east-1', credentials: accessKey };
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const sns = new SNSClient(config);
  const sqs = new SQSClient(config);
  const put = (Bucket: string) => (Key: string, Body: string, ContentType: string) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType }));
  const putRender = put(RENDERS);

  for (const client of [s3, sns, sqs]) running.defer(() => client.destroy());
  const opened = running.move();
  return {
    url: urls.page,
    cdn,
    sendApi,

    /** Ends a session as video-service does: the GIF, then the metadata. */
    publish: async (metadata: Metadata, gif = 'GIF89a') => {
      if (metadata.gif) await putRender(metadata.gif, gif, 'image/gif');
      await putRender(`${metadata.id}/metadata.json`, JSON.stringify(metadata), 'application/json');
    },
    putSource: put(SOURCE),
    /** Reports again that a session is ready. */
    repeatRenderReady: async (id: string) => {
      const Message = JSON.stringify(
        s3Notification({ bucket: RENDERS, key: `${id}/metadata.json` }),
      );
      const TopicArn = `${TOPICS}:video-render-ready-topic-local`;
      await sns.send(new PublishCommand({ TopicArn, Message }));
    },
    listSource: async (): Promise<string[]> => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: SOURCE }));
      return Contents.map(({ Key = '' }) => Key);
    },
    receiveDeadLetter: async () => {
      const QueueUrl = `${QUEUES}/facebook-service-dead-letter-queue-local`;
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }),
      );
      return Messages[0]?.Body ?? '';
    },
    readLog: (name: 'facebook' | 'download') =>
      readFile(path.join(stateDir, 'logs', `facebook-service-local-${name}.log`), 'utf8').catch(
        () => '',
      ),

    close: () => opened.disposeAsync(),
  };
};

type Surroundings = typeof LIMITS & { cdn: string; sendApi: string };

const adapt = (template: unknown, { cdn, sendApi, ...limits }: Surroundings): unknown =>
  JSON.parse(JSON.stringify(template), (name, value: unknown) => {
    if (name === 'GRAPH_API_URL') return sendApi;
    if (name === 'TRUSTED_ORIGINS') return cdn;
    if (name === 'VIDEO_MAX_BYTES') return String(limits.maxBytes);
    if (name === 'Timeout') return value === 290 ? limits.downloadSeconds : REPLY_SECONDS;
    return value;
  });
