import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startBank } from './testing/bank.ts';

const AGENT = path.join(import.meta.dirname, 'video-drop');

let home: string;
let folder: string;
let config: string;
let bank: Awaited<ReturnType<typeof startBank>>;
const running: ChildProcess[] = [];

beforeEach(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'camera-'));
  folder = path.join(home, 'clips of the garden');
  config = path.join(home, 'video-drop.conf');
  await mkdir(folder);
  bank = await startBank(path.join(home, 'bank'));
  await configure();
});
afterEach(async () => {
  for (const agent of running.splice(0)) agent.kill('SIGKILL');
  await bank.stop();
  await rm(home, { recursive: true });
});

const configure = (settings: Record<string, string | number> = {}) => {
  const lines = Object.entries({
    FOLDER: folder,
    CAMERA: 'garden cam',
    BUCKET: 'bank',
    REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'pi',
    AWS_SECRET_ACCESS_KEY: 'pi secret+/',
    ENDPOINT: bank.endpoint,
    SETTLE_SECONDS: 1,
    POLL_SECONDS: 1,
    MAX_PAUSE_SECONDS: 2,
    ...settings,
  }).map(([name, value]) => `${name}='${value}'\n`);
  return writeFile(config, lines.join(''));
};

const start = (...options: string[]) => {
  const agent = spawn(AGENT, [...options, config], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(agent);
  return { agent, journal: text(agent.stdout), ended: once(agent, 'close') };
};

const runOnce = async () => {
  const { agent, journal, ended } = start('--once');
  await ended;
  return { code: agent.exitCode, journal: await journal };
};

const record = async (name: string, megabytes = 0.3) => {
  const bytes = randomBytes(megabytes * 1_000_000);
  await writeFile(path.join(folder, name), bytes);
  return bytes;
};

const until = async (isTrue: () => boolean, what: string, seconds = 20) => {
  const deadline = Date.now() + seconds * 1000;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error(`gave up waiting for ${what}`);
    await sleep(50);
  }
};

const waiting = async () => (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
const sent = async () => (await readdir(path.join(folder, '.sent'))).sort();

test('a clip arrives whole under the camera, with any name, and is kept as sent', async () => {
  const bytes = await record('früh + 100% "ok"?.mp4');

  const { code, journal } = await runOnce();

  expect([code, journal]).toEqual([0, expect.stringContaining(`sent 'früh + 100% "ok"?.mp4'`)]);
  expect(bank.arrived).toEqual([
    expect.stringMatching(/^videos\/garden cam\/früh \+ 100% "ok"\?-[0-9a-f]{12}\.mp4$/),
  ]);
  expect((await bank.read(bank.arrived[0] ?? '')).equals(bytes)).toBe(true);
  expect([await waiting(), await sent()]).toEqual([[], ['früh + 100% "ok"?.mp4']]);
});

test('a clip that still grows is left alone until it is finished', async () => {
  const { journal, agent } = start();
  const file = path.join(folder, 'growing.mp4');
  const parts = Array.from({ length: 8 }, () => randomBytes(1000));
  for (const part of parts) {
    await appendFile(file, part);
    await sleep(400);
  }
  await until(() => bank.arrived.length > 0, 'the clip');
  while ((await sent()).length === 0) await sleep(50);
  await sleep(500);
  agent.kill('SIGTERM');

  expect(await journal).toContain("sent 'growing.mp4'");
  expect(bank.arrived).toHaveLength(1);
  expect((await bank.read(bank.arrived[0] ?? '')).equals(Buffer.concat(parts))).toBe(true);
});

test('a clip sent before a crash could note it is not stored twice', async () => {
  const bytes = await record('clip.mp4');
  await runOnce();
  await writeFile(path.join(folder, 'clip.mp4'), bytes);

  expect((await runOnce()).code).toBe(0);
  expect(bank.arrived).toHaveLength(1);
});

test('a refused key is said by name, the clip waits, and a good key sends it', async () => {
  await record('clip.mp4');
  await configure({ AWS_SECRET_ACCESS_KEY: 'revoked' });

  const refused = await runOnce();
  expect([refused.code, await waiting()]).toEqual([1, ['clip.mp4']]);
  expect(refused.journal).toMatch(
    /^<3>the key is refused \(SignatureDoesNotMatch\), 'clip.mp4' waits/m,
  );
  expect(refused.journal).not.toContain('revoked');

  await configure();
  expect((await runOnce()).code).toBe(0);
});

test.each([
  [
    'a revoked key',
    () => bank.credentials.delete('pi'),
    '<3>the key is refused (InvalidAccessKeyId)',
  ],
  ['a wrong clock', () => (bank.sky.weather = 'skewed'), '<4>the clock is wrong ('],
  ['no connection', () => (bank.sky.weather = 'down'), '<4>no connection'],
])('%s is said, and nothing is lost', async (_, spoil, line) => {
  await record('a clip.mp4');
  spoil();

  const { code, journal } = await runOnce();

  expect([code, await waiting()]).toEqual([1, ['a clip.mp4']]);
  expect(journal).toContain(line);
});

test('a full disk takes sent clips for room, and never one that has not arrived', async () => {
  await record('old.mp4');
  await runOnce();
  await configure({ MIN_FREE_MEGABYTES: 1e9 });
  bank.sky.weather = 'down';
  await record('new.mp4');

  const { journal } = await runOnce();

  expect([await sent(), await waiting()]).toEqual([[], ['new.mp4']]);
  expect(journal).toMatch(/^<4>the folder or its disk is full/m);
});

test('the key of a camera puts videos, whole or in parts, and does nothing else', async () => {
  const credentials = { accessKeyId: 'pi', secretAccessKey: 'pi secret+/' };
  const client = new S3Client({
    ...{ endpoint: bank.endpoint, region: 'us-east-1', forcePathStyle: true, credentials },
  });
  const video = { Bucket: 'bank', Key: 'videos/garden/1.mp4' };
  await client.send(new PutObjectCommand({ ...video, Body: 'film' }));
  const parts = await client.send(new CreateMultipartUploadCommand(video));
  await client.send(new AbortMultipartUploadCommand({ ...video, UploadId: parts.UploadId }));

  for (const refused of [
    () => client.send(new PutObjectCommand({ ...video, Key: 'captures/1.png', Body: 'film' })),
    () => client.send(new GetObjectCommand(video)),
    () => client.send(new DeleteObjectCommand(video)),
    () => client.send(new ListObjectsV2Command({ Bucket: 'bank' })),
  ])
    await expect(refused()).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('the oldest sent clips go when the folder is full, and never one that has not arrived', async () => {
  await configure({ MAX_MEGABYTES: 3 });
  for (const name of ['1.mp4', '2.mp4', '3.mp4', '4.mp4']) {
    await record(name, 1);
    await runOnce();
  }
  expect(await sent()).toEqual(['2.mp4', '3.mp4', '4.mp4']);

  bank.sky.weather = 'down';
  for (const name of ['5.mp4', '6.mp4', '7.mp4', '8.mp4']) await record(name, 1);
  const { journal } = await runOnce();

  expect([await waiting(), await sent()]).toEqual([['5.mp4', '6.mp4', '7.mp4', '8.mp4'], []]);
  expect(journal).toContain('none is deleted');
});

test('over a day of outages, cuts and reboots every clip arrives once and whole', async () => {
  const clips = new Map<string, Buffer>();
  let { agent } = start();
  const weathers = ['fine', 'cut', 'down', 'fine', 'error', 'fine'] as const;
  for (const [hour, weather] of weathers.entries()) {
    bank.sky.weather = weather;
    for (const name of [`${hour} a.mp4`, `${hour} b.mp4`]) clips.set(name, await record(name, 0.5));
    await sleep(1500 + Math.random() * 500);
    agent.kill('SIGKILL');
    ({ agent } = start());
  }
  await until(() => bank.arrived.length >= clips.size, 'every clip', 40);
  while ((await waiting()).length > 0) await sleep(100);

  expect(await sent()).toEqual([...clips.keys()].sort());
  expect(bank.arrived.length).toBe(clips.size);
  for (const key of bank.arrived) {
    const name = `${/\/([^/]*)-[0-9a-f]{12}\.mp4$/.exec(key)?.[1]}.mp4`;
    expect((await bank.read(key)).equals(clips.get(name) ?? Buffer.alloc(0))).toBe(true);
  }
}, 90_000);

test.each([
  ['no configuration', 'rm', 'cannot read'],
  ['no folder', { FOLDER: '/nowhere' }, "FOLDER is no folder: '/nowhere'"],
  ['no key', { AWS_ACCESS_KEY_ID: '' }, 'AWS_ACCESS_KEY_ID is missing'],
])('%s is one clear line', async (_, settings, line) => {
  await (typeof settings === 'string' ? rm(config) : configure(settings));

  const { code, journal } = await runOnce();

  expect(code).toBe(2);
  expect(journal.trim().split('\n')).toEqual([expect.stringContaining(line)]);
});
