import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { startS3 } from '@video-service/local/s3/s3';
import { openDatabase } from '@video-service/local/state/database';

/** How the network treats the camera at the moment. */
export type Weather = 'fine' | 'down' | 'cut' | 'error';

/** A bank on this machine behind a network with weather; knows which clips have arrived, and how often. */
export const startBank = async (directory: string) => {
  const arrived: string[] = [];
  const credentials = new Map([['pi', { secretAccessKey: 'pi secret+/' }]]);
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
  const sky: { weather: Weather } = { weather: 'fine' };
  const server = createServer((request, response) => {
    if (!isStopped(sky.weather, request, response)) void s3.handle(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    sky,
    arrived,
    credentials,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    read: (key: string) => readFile(s3.objectFile('bank', key) ?? ''),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await s3.stop();
    },
  };
};

const isStopped = (weather: Weather, request: IncomingMessage, response: ServerResponse) => {
  if (weather === 'down') request.destroy();
  if (weather === 'cut') request.once('data', () => request.destroy());
  if (weather === 'error') response.writeHead(503).end();
  return weather !== 'fine';
};

const keysIn = (message: string) => {
  // The engine's own notification, or the test event of a new one.
  const { Records = [] } = JSON.parse(message) as {
    Records?: { s3: { object: { key: string } } }[];
  };
  return Records.map(({ s3 }) => decodeURIComponent(s3.object.key.replaceAll('+', ' ')));
};
