import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { bankClient, SOURCE } from './testing/bank-client.ts';
import { startBank, type BankProcess } from './testing/bank-process.ts';
import { drawClip } from './testing/draw-clip.ts';
import { receiveAll } from './testing/receive-all.ts';

// For a longer run: CRASH_VIDEOS=20 npm test -- local/src/crash
const VIDEOS = Number(process.env['CRASH_VIDEOS'] ?? 5);
const CRASHES = Math.ceil(VIDEOS / 2);
const MAX_UPTIME_MS = 8000;
const GOLDEN_RATIO = 0.618;
const TIMEOUT_MS = 60_000 + VIDEOS * 30_000;

const ARN = 'us-east-1:000000000000';
// Where a failed step would also be visible.
const QUEUE = 'video-service-dead-letter-queue-local';
const QueueUrl = `https://sqs.us-east-1.amazonaws.com/000000000000/${QUEUE}`;

let directory: string;
let bank: BankProcess;

const open = async () => {
  bank = await startBank(path.join(directory, 'state'), '--no-sample');
};
const client = () => bankClient(bank.awsUrl);

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'crash-'));
  await open();
}, TIMEOUT_MS);
afterEach(async () => {
  await bank.stop('SIGKILL');
  await rm(directory, { recursive: true });
});

test(
  'after a kill at any moment, every accepted video becomes ready and is reported exactly once',
  async () => {
    const film = await readFile(await drawClip(path.join(directory, 'film.mp4')));
    await new SNSClient(client().settings).send(
      new SubscribeCommand({
        TopicArn: `arn:aws:sns:${ARN}:video-render-ready-topic-local`,
        Protocol: 'sqs',
        Endpoint: `arn:aws:sqs:${ARN}:${QUEUE}`,
        Attributes: { RawMessageDelivery: 'true' },
      }),
    );
    const keys = Array.from({ length: VIDEOS }, (_, n) => `videos/clip ${n}.mp4`);
    for (const Key of keys) {
      await client().s3.send(new PutObjectCommand({ Bucket: SOURCE, Key, Body: film }));
    }

    for (let crash = 0; crash < CRASHES; crash += 1) {
      // Spread over the whole span, and the same in every run.
      await setTimeout(MAX_UPTIME_MS * ((crash * GOLDEN_RATIO) % 1));
      await bank.stop('SIGKILL');
      await open();
    }
    while ((await client().metadata()).length < VIDEOS) await setTimeout(500);

    const metadata = await client().metadata();
    expect(metadata.map(({ video, status }) => `${video} ${status}`).sort()).toEqual(
      keys.map((key) => `${key} 1`).sort(),
    );
    expect(
      (await receiveAll(new SQSClient(client().settings), QueueUrl))
        .map((body) => /"key":"([^"]+)"/u.exec(body)?.[1])
        .sort(),
    ).toEqual(metadata.map(({ id }) => `${id}/metadata.json`).sort());
  },
  TIMEOUT_MS,
);
