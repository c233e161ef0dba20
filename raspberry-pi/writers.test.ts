import { hash, randomBytes } from 'node:crypto';
import { appendFile, open, readFile, utimes } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from './testing/camera.ts';
import { openGardenCamera } from './testing/garden-camera.ts';

// Far shorter than the writers' pauses here, because a camera's encoder can be silent for longer than any setting.
const SETTLE_SECONDS = 0.3;
const PAUSE_MS = 1500;
const NOBODY = 65_534;

let camera: Awaited<ReturnType<typeof openGardenCamera>>;

beforeEach(async () => {
  camera = await openGardenCamera();
  await camera.configure({ SETTLE_SECONDS });
});
afterEach(() => camera.close());

// By their hashes: jest takes minutes to show how megabytes differ.
const stored = async () =>
  Promise.all(camera.bank.arrived.map(async (key) => sha256(await camera.bank.read(key))));
const sha256 = (...parts: Buffer[]) => hash('sha256', Buffer.concat(parts));

test('a clip is sent once its writer has closed it, however long the writer pauses', async () => {
  const { child, journal } = camera.start();
  const parts = [randomBytes(300_000), randomBytes(300_000)];
  const file = await open(camera.inFolder('live.mp4'), 'w');
  for (const part of parts) {
    await file.write(part);
    await sleep(PAUSE_MS);
  }
  expect(camera.bank.arrived).toEqual([]);
  await file.close();

  await until(async () => (await camera.sent()).length === 1, 'the clip to be sent');
  child.kill('SIGTERM');

  expect(await stored()).toEqual([sha256(...parts)]);
  expect(await journal).toContain("<6>'live.mp4' waits: it is still being written");
});

test('inotify detects a writer that the agent cannot ask the kernel about', async () => {
  // The user nobody can neither lease files of root nor see its processes; without root, both are its own.
  const as = process.getuid?.() === 0 ? NOBODY : undefined;
  await camera.giveTo(as);
  const { child } = camera.start([], { ...(as !== undefined && { as }) });
  await until(camera.hasStarted, 'a start');
  const parts = [randomBytes(300_000), randomBytes(300_000)];
  const file = await open(camera.inFolder('live.mp4'), 'w', 0o644);
  for (const part of parts) {
    await file.write(part);
    await sleep(PAUSE_MS);
  }
  expect(camera.bank.arrived).toEqual([]);
  await file.close();

  await until(async () => (await camera.sent()).length === 1, 'the clip to be sent');
  child.kill('SIGTERM');

  expect(await stored()).toEqual([sha256(...parts)]);
});

test('a clip that an encoder has only begun is not sent', async () => {
  await camera.record('live.mp4', randomBytes(48));

  const { code, journal } = await camera.runOnce();

  expect([code, camera.bank.arrived]).toEqual([1, []]);
  expect(journal).toContain("<6>'live.mp4' waits: it has only 48 bytes, fewer than MIN_BYTES");
});

test('a clip that grows in .sent is moved back and sent completely', async () => {
  const begun = await camera.record('live.mp4');
  await camera.runOnce();
  const more = randomBytes(20_000);
  await appendFile(camera.inFolder('.sent/live.mp4'), more);
  await camera.record('live.mp4');

  const { code, journal } = await camera.runOnce();

  expect(code).toBe(0);
  expect(journal).toContain(
    "<4>'live.mp4' has changed since it was sent: put back as 'live-2.mp4'",
  );
  expect(await camera.sent()).toEqual(['live-2.mp4', 'live.mp4']);
  expect(await stored()).toContain(sha256(begun, more));
});

test('a sent clip with only a new modification time is not moved back', async () => {
  await camera.record('live.mp4');
  await camera.runOnce();
  await utimes(camera.inFolder('.sent/live.mp4'), 1, 1);

  expect((await camera.runOnce()).journal).toBe('<6>0 sent, 0 left, 0 skipped\n');
  expect(await camera.sent()).toEqual(['live.mp4']);
});

test('of a clip that changes while it is sent, only the complete one is stored', async () => {
  const begun = await camera.record('live.mp4', randomBytes(8_000_000));
  const more = randomBytes(1000);
  camera.bank.sky.onRequest = () => {
    camera.bank.sky.onRequest = undefined;
    return appendFile(camera.inFolder('live.mp4'), more);
  };

  const { child, journal } = camera.start();
  await until(async () => (await camera.sent()).length === 1, 'the clip to be sent');
  child.kill('SIGTERM');

  expect(await journal).toContain("'live.mp4' has just changed");
  expect(await stored()).toEqual([sha256(begun, more)]);
  expect(sha256(await readFile(camera.inFolder('.sent/live.mp4')))).toBe(sha256(begun, more));
});
