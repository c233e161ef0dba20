import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Credentials } from '@video-service/local/auth/credentials';
import { grantsTo } from '@video-service/local/services/iam/policy';
import { refusalFor } from '@video-service/local/services/iam/refusal';
import { startS3 } from '@video-service/local/services/s3/s3';
import { openDatabase } from '@video-service/local/state/database';
import { readCameraPolicy } from '@video-service/deploy/templates/testing/camera-policy';

/** The current state of the camera's network. */
export type Weather = 'fine' | 'down' | 'cut' | 'error' | 'skewed';

/** What happens to requests: some by their path, and `onRequest` before each is read. */
type Sky = {
  weather: Weather;
  requests: number;
  onRequest?: (() => Promise<unknown>) | undefined;
  refuses?: RegExp;
  breaksAt?: RegExp;
};

/** A bank on this machine behind an unreliable network; knows which clips have arrived, and how often. */
export const startBank = async (directory: string) => {
  const arrived: string[] = [];
  const camera = { secretAccessKey: 'pi secret+/', refusal: await cameraRefusal() };
  const credentials = new Map<string, Credentials>([
    ['pi', camera],
    ['owner', { secretAccessKey: 'of the bank' }],
  ]);
  mkdirSync(directory, { recursive: true });
  const s3 = startS3({
    db: openDatabase(path.join(directory, 'state.db')),
    dir: path.join(directory, 'objects'),
    credentials,
    publish: (_topic, message) => arrived.push(...keysIn(message)),
  });
  s3.configureBucket('bank', {
    notifications: [
      { topicArn: 'arn:aws:sns:us-east-1:0:t', events: ['s3:ObjectCreated:*'], prefix: 'videos/' },
    ],
  });
  const sky: Sky = { weather: 'fine', requests: 0 };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    sky.requests += 1;
    await sky.onRequest?.();
    if (sky.breaksAt?.test(request.url ?? '')) request.destroy();
    else if (sky.refuses?.test(request.url ?? ''))
      response.writeHead(400).end('<Error><Code>EntityTooLarge</Code></Error>');
    else if (!isStopped(sky.weather, request, response)) await s3.handle(request, response);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    sky,
    arrived,
    credentials,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** S3's information on an object. */
    head: async (Key: string) => {
      const client = new S3Client({
        endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        region: 'us-east-1',
        forcePathStyle: true,
        credentials: { accessKeyId: 'owner', secretAccessKey: 'of the bank' },
      });
      return client.send(new HeadObjectCommand({ Bucket: 'bank', Key }));
    },
    read: (key: string) => readFile(s3.objectFile('bank', key) ?? ''),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await s3.stop();
    },
  };
};

/** The actions on the bucket `bank` that the camera policy denies the user `garden`. */
const cameraRefusal = async () => {
  const arn = 'arn:aws:iam::000000000000:user/garden';
  const grants = grantsTo(arn, [await readCameraPolicy('arn:aws:s3:::bank')]);
  return refusalFor({ arn, principal: arn }, () => grants);
};

const isStopped = (weather: Weather, request: IncomingMessage, response: ServerResponse) => {
  if (weather === 'down') request.destroy();
  if (weather === 'cut') request.once('data', () => request.destroy());
  if (weather === 'error') response.writeHead(503).end();
  if (weather === 'skewed')
    response.writeHead(403).end('<Error><Code>RequestTimeTooSkewed</Code></Error>');
  return weather !== 'fine';
};

const keysIn = (message: string) => {
  // The engine's own notification, or the test event of a new one.
  const { Records = [] } = JSON.parse(message) as {
    Records?: { s3: { object: { key: string } } }[];
  };
  return Records.map(({ s3 }) => decodeURIComponent(s3.object.key.replaceAll('+', ' ')));
};
