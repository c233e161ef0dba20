import { hash, randomBytes } from 'node:crypto';
import { utimes } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openGardenCamera } from './testing/garden-camera.ts';

let camera: Awaited<ReturnType<typeof openGardenCamera>>;

beforeEach(async () => {
  camera = await openGardenCamera();
});
afterEach(() => camera.close());

const MB = 2 ** 20;

test('the oldest sent clips are deleted when the folder is full, and never one that has not arrived', async () => {
  await camera.configure({ MAX_MEGABYTES: 3.5 });
  for (const name of ['1.mp4', '2.mp4', '3.mp4', '4.mp4']) {
    await camera.record(name, randomBytes(MB));
    await camera.runOnce();
  }
  expect(await camera.sent()).toEqual(['2.mp4', '3.mp4', '4.mp4']);

  camera.bank.sky.weather = 'down';
  for (const name of ['5.mp4', '6.mp4', '7.mp4', '8.mp4'])
    await camera.record(name, randomBytes(MB));
  const { journal } = await camera.runOnce();

  expect([await camera.waiting(), await camera.sent()]).toEqual([
    ['5.mp4', '6.mp4', '7.mp4', '8.mp4'],
    [],
  ]);
  expect(journal).toContain('<4>the folder or its disk is full, but it has no more');
});

test('on a disk with too little space, room is made before anything is sent', async () => {
  await camera.record('old.mp4');
  await camera.runOnce();
  await camera.configure({ MIN_FREE_MEGABYTES: 1e9 });
  camera.bank.sky.weather = 'down';
  await camera.record('new.mp4');

  await camera.runOnce();

  expect([await camera.sent(), await camera.waiting()]).toEqual([[], ['new.mp4']]);
});

test('a clip that cannot be deleted stops the cleanup, once', async () => {
  await camera.record('old.mp4');
  await camera.runOnce();
  await camera.setReadOnly();
  await camera.configure({ MIN_FREE_MEGABYTES: 1e9 });

  const { journal } = await camera.runOnce();

  expect(journal.match(/cannot be deleted from \.sent/gu)).toHaveLength(1);
});

test('in a week on a disk of 64 MB every clip arrives once and complete', async () => {
  // Root can give the camera such a disk; other users rely on the setting alone.
  if (process.getuid?.() === 0) camera.mountDisk(64);
  await camera.configure({ MAX_MEGABYTES: 56, MIN_FREE_MEGABYTES: 8, MIN_BYTES: 1 });
  const clips: string[] = [];
  let fullest = 0;
  // A clip every three hours of the week, more by day, under one of two reused names; the network is down from Tuesday
  // noon to Thursday morning, and the power every night.
  for (let hour = 0; hour < 7 * 24; hour += 3) {
    const offline = hour >= 36 && hour < 80;
    camera.bank.sky.weather = offline ? 'down' : 'fine';
    const count = hour % 24 > 6 ? 2 : 1;
    for (let nth = 0; nth < count; nth += 1) {
      const name = offline ? `${hour}-${nth}.mp4` : `clip${nth}.mp4`;
      const bytes = await camera.record(name, randomBytes(1.2 * MB));
      await utimes(camera.inFolder(name), 1.8e9 + hour * 3600, 1.8e9 + hour * 3600);
      clips.push(hash('sha256', bytes));
    }
    const cut = hour % 24 === 0 && !offline;
    if (cut) camera.bank.sky.onRequest = () => camera.stopAll();
    await camera.runOnce();
    camera.bank.sky.onRequest = undefined;
    if (cut) await camera.runOnce();
    fullest = Math.max(fullest, camera.usedBytes());
  }
  expect(await camera.waiting()).toEqual([]);
  const stored = await Promise.all(
    camera.bank.arrived.map(async (key) => hash('sha256', await camera.bank.read(key))),
  );

  expect(stored.sort()).toEqual(clips.sort());
  expect(fullest).toBeLessThanOrEqual(58 * MB);
}, 300_000);
