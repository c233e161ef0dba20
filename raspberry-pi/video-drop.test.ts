import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from './testing/camera.ts';
import { openGardenCamera } from './testing/garden-camera.ts';

let camera: Awaited<ReturnType<typeof openGardenCamera>>;

beforeEach(async () => {
  camera = await openGardenCamera();
});
afterEach(() => camera.close());

test('a clip arrives complete under its camera and is kept as sent', async () => {
  const bytes = await camera.record('früh + 100% "ok"?.mp4');

  const { code, journal, errors } = await camera.runOnce();

  expect([code, journal, errors]).toEqual([
    0,
    `<6>sent 'früh + 100% "ok"?.mp4'\n<6>1 sent, 0 left, 0 skipped\n`,
    '',
  ]);
  expect(camera.bank.arrived).toEqual([
    expect.stringMatching(/^videos\/garden\/früh \+ 100% "ok"\?-[0-9a-f]{12}\.mp4$/u),
  ]);
  expect((await camera.bank.read(camera.bank.arrived[0] ?? '')).equals(bytes)).toBe(true);
  expect([await camera.waiting(), await camera.sent()]).toEqual([[], ['früh + 100% "ok"?.mp4']]);
});

test('an object has its type, its camera and the clip’s modification time', async () => {
  await camera.record('00001.MTS');
  await camera.runOnce();

  const { ContentType, Metadata } = await camera.bank.head(camera.bank.arrived[0] ?? '');

  expect(ContentType).toBe('video/mp2t');
  expect(Metadata).toEqual({
    camera: 'garden',
    'file-time': expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/u),
  });
});

test('the same clip is stored once, and another of its name beside it', async () => {
  const bytes = await camera.record('clip.mp4');
  await camera.runOnce();
  await rm(camera.inFolder('.sending/ledger.db'));
  await camera.record('clip.mp4', bytes);
  expect((await camera.runOnce()).code).toBe(0);
  expect(camera.bank.arrived).toHaveLength(1);

  await camera.record('clip.mp4');
  expect((await camera.runOnce()).code).toBe(0);
  expect(camera.bank.arrived).toHaveLength(2);
});

test.each([
  ['a revoked key', 'revoked', '<3>', 'the key is refused (InvalidAccessKeyId): put a valid one'],
  ['a wrong clock', 'skewed', '<4>', 'the clock is wrong ('],
  ['no connection', 'down', '<4>', 'no connection ('],
  ['a busy bank', 'error', '<4>', 'the bank is busy (HTTP 503)'],
] as const)('%s is reported, and the clip waits', async (_, weather, level, reason) => {
  await camera.record('a clip.mp4', randomBytes(3_000_000));
  if (weather === 'revoked') camera.bank.credentials.delete('pi');
  else camera.bank.sky.weather = weather;

  const { code, journal } = await camera.runOnce();

  expect([code, await camera.waiting()]).toEqual([1, ['a clip.mp4']]);
  expect(journal).toContain(`${level}'a clip.mp4' waits: ${reason}`);
});

test('a wrong secret is reported without revealing it, and the right one sends the clip', async () => {
  await camera.record('clip.mp4');
  await camera.configure({ AWS_SECRET_ACCESS_KEY: 'guessed' });
  const { journal } = await camera.runOnce();
  expect(journal).toContain("'clip.mp4' waits: the key is refused (SignatureDoesNotMatch)");
  expect(journal).not.toContain('guessed');

  await camera.configure();
  expect((await camera.runOnce()).code).toBe(0);
});

test('a camera whose name differs from its key’s is told so', async () => {
  await camera.record('clip.mp4');
  await camera.configure({ CAMERA: 'door' });

  const { journal } = await camera.runOnce();

  expect(journal).toContain('CAMERA is the name of its IAM user');
});

test('a camera’s key puts videos under its name and does nothing else', async () => {
  const client = new S3Client({
    endpoint: camera.bank.endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'pi', secretAccessKey: 'pi secret+/' },
  });
  const video = { Bucket: 'bank', Key: 'videos/garden/1.mp4', Body: 'film' };
  const session = '5a3b1e6c-7d2f-4c8a-9e41-0b6d8f2a7c13';
  await client.send(new PutObjectCommand(video));
  await client.send(new CreateMultipartUploadCommand({ Bucket: video.Bucket, Key: video.Key }));

  for (const refused of [
    ...['videos/1.mp4', 'videos/door/1.mp4', `videos/${session}/1.mp4`, 'captures/1.png'].map(
      (Key) => () => client.send(new PutObjectCommand({ ...video, Key })),
    ),
    () => client.send(new GetObjectCommand(video)),
    () => client.send(new DeleteObjectCommand(video)),
    () => client.send(new ListObjectsV2Command(video)),
  ])
    await expect(refused()).rejects.toMatchObject({ name: 'AccessDenied' });
});

test.each([
  ['no configuration', undefined, 'cannot read'],
  ['no folder', { FOLDER: '/nowhere' }, "FOLDER is not a folder: '/nowhere'"],
  ['no key', { AWS_ACCESS_KEY_ID: '' }, 'AWS_ACCESS_KEY_ID is missing'],
  [
    'a session as its camera',
    { CAMERA: '5a3b1e6c-7d2f-4c8a-9e41-0b6d8f2a7c13' },
    'CAMERA must not',
  ],
  ['a path as its camera', { CAMERA: 'garden/door' }, 'CAMERA must be a name without slashes'],
  ['a word for a number', { SETTLE_SECONDS: 'ten' }, 'SETTLE_SECONDS must be a number'],
  ['no end of a pause', { POLL_SECONDS: 'inf' }, 'POLL_SECONDS must be a number'],
  ['no address', { ENDPOINT: 'bank.local:4566' }, 'ENDPOINT must be an address such as'],
])('a configuration with %s is one clear line', async (_, settings, line) => {
  await (settings ? camera.configure(settings) : rm(camera.config));

  const { code, journal } = await camera.runOnce();

  expect(code).toBe(2);
  expect(journal.trim().split('\n')).toEqual([expect.stringContaining(line)]);
});

test('a configuration is parsed like a shell file, and unknown settings are named', async () => {
  const { bank, folder } = camera;
  const lines = [
    '# The garden',
    `export FOLDER="${folder}"  # with spaces`,
    'CAMERA=garden',
    'BUCKET=bank REGION_=x',
    '',
  ];
  await writeFile(camera.config, lines.join('\r\n'));
  expect((await camera.runOnce()).journal).toContain('line 4: not of the form NAME=value');

  const rest = `BUCKET=bank\nREGION=us-east-1\nAWS_ACCESS_KEY_ID=pi\nAWS_SECRET_ACCESS_KEY='pi secret+/'\nENDPOINT=${bank.endpoint}/\nSETTLE=1\nSETTLE_SECONDS=0\n`;
  await writeFile(camera.config, `\uFEFF${lines.slice(0, 3).join('\r\n')}\r\n${rest}`);
  await camera.record('clip.mp4');
  const { code, journal } = await camera.runOnce();
  expect([code, camera.bank.arrived.length]).toEqual([0, 1]);
  expect(journal).toContain('<4>the configuration has SETTLE, which is not a setting');
});

test('a second agent does not touch a folder in use', async () => {
  const { child, ended } = camera.start();
  await camera.record('clip.mp4');
  await until(async () => (await camera.waiting()).length === 0, 'the clip to be sent');

  const { code, journal } = await camera.runOnce();
  child.kill('SIGTERM');
  await ended;

  expect([code, journal]).toEqual([2, `<3>another video-drop is using ${camera.folder}\n`]);
  expect(child.exitCode).toBe(0);
});
