import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startEngine, type Engine } from './engine/engine.ts';
import { helloStack, writeHelloCode } from './testing/hello-stack.ts';

const accessKey = { accessKeyId: 'camera', secretAccessKey: 'of my own' };
const Bucket = 'bank';
const Key = 'videos/clip 1.mp4';

let directory: string;
let engine: Engine;
let s3: S3Client;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'house-'));
  const code = path.join(directory, 'code');
  await writeHelloCode(code);
  engine = await startEngine({
    ...{ stateDir: path.join(directory, 'state'), awsPort: 0, pagePort: 0, host: '0.0.0.0' },
    ...{ accessKey, stacks: [helloStack('hello', code)] },
  });
  s3 = new S3Client({
    ...{ endpoint: engine.urls.aws, region: 'us-east-1', forcePathStyle: true },
    credentials: accessKey,
  });
});
afterEach(async () => {
  s3.destroy();
  await engine.stop();
  await rm(directory, { recursive: true });
});

// Like another machine: at another of this one's addresses, and only through the page port.
const elsewhere = () => engine.urls.page.replace('127.0.0.1', '127.0.0.2');
const reachable = (link: string) => link.replace(engine.urls.aws, `${elsewhere()}/storage`);

test('links signed by a function work through the page port from another address', async () => {
  const put = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key }));
  const get = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key }));

  const stored = await fetch(reachable(put), { method: 'PUT', body: 'film' });
  const read = await fetch(reachable(get));

  expect(stored.status).toBe(200);
  expect(await read.text()).toBe('film');
});

test('a link for one object opens no other through the page port, and nothing opens without one', async () => {
  const get = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'mine' }));

  expect((await fetch(reachable(get).replace('mine', 'yours'))).status).toBe(403);
  expect((await fetch(`${elsewhere()}/storage/${Bucket}/mine`)).status).toBe(403);
  expect((await fetch(`${elsewhere()}/storage`)).status).toBe(403);
});

test('a response uses the address that its request came to, and no other response changes', async () => {
  // The function shows its path: an engine address in it stands for one in a link.
  const page = encodeURIComponent(`${engine.urls.aws}/bank/a`);
  const { port } = new URL(engine.urls.page);

  const sent = httpRequest(`${engine.urls.page}/${page}`, { headers: { host: `nas:${port}` } });
  const [fromAfar, fromHere] = await Promise.all([
    new Promise<string>((resolve) => sent.on('response', (it) => resolve(text(it))).end()),
    fetch(`${engine.urls.page}/${page}`).then((answer) => answer.text()),
  ]);

  expect(fromAfar).toBe(`hello /http://nas:${port}/storage/bank/a`);
  expect(fromHere).toBe(`hello /${engine.urls.aws}/bank/a`);
});
