import { hash } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from './testing/camera.ts';
import { openGardenCamera } from './testing/garden-camera.ts';

const DIE_AT_LINE = path.join(import.meta.dirname, 'testing/die_at_line.py');

let camera: Awaited<ReturnType<typeof openGardenCamera>>;

beforeEach(async () => {
  camera = await openGardenCamera();
});
afterEach(() => camera.close());

const sha256 = (bytes: Buffer) => hash('sha256', bytes);
const stored = async () =>
  Promise.all(camera.bank.arrived.map(async (key) => sha256(await camera.bank.read(key))));

test('a power cut at any line of the agent loses no clip, and none arrives twice', async () => {
  const clips: string[] = [];
  let cuts = 0;
  // A clip takes about 700 lines; each cut comes at a later one.
  for (let line = 5; ; line = Math.ceil(line * 1.12)) {
    clips.push(sha256(await camera.record('clip.mp4')));
    const { code } = await camera.runOnce({ python: [DIE_AT_LINE, String(line)] });
    if (code === 0) break;
    expect(code).toBe(null);
    cuts += 1;
    expect((await camera.runOnce()).code).toBe(0);
    expect(await camera.sent()).toEqual(['clip.mp4']);
  }

  expect(cuts).toBeGreaterThan(20);
  expect((await stored()).sort()).toEqual(clips.sort());
}, 240_000);

test('across outages, cuts and reboots every clip arrives once and complete', async () => {
  const clips = new Map<string, string>();
  let { child } = camera.start();
  for (const [hour, weather] of (
    ['fine', 'cut', 'down', 'fine', 'error', 'fine'] as const
  ).entries()) {
    camera.bank.sky.weather = weather;
    for (const name of [`${hour} a.mp4`, `${hour} b.mp4`])
      clips.set(name, sha256(await camera.record(name)));
    await sleep(1000);
    child.kill('SIGKILL');
    ({ child } = camera.start());
  }
  await until(async () => (await camera.sent()).length === clips.size, 'every clip');

  expect(await camera.waiting()).toEqual([]);
  expect((await stored()).sort()).toEqual([...clips.values()].sort());
}, 120_000);
