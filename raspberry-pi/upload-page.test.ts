import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { LINK_SECONDS } from '@video-service/shared/lifetimes';
import { openBank, type Bank } from '../upload-service/e2e/testing/bank.ts';
import { type Camera, openCamera, PYTHON } from './testing/camera.ts';

let bank: Bank;
let camera: Camera;

beforeAll(async () => {
  bank = await openBank();
}, 120_000);
afterAll(() => bank.close());

beforeEach(async () => {
  camera = await openCamera({ UPLOAD_URL: bank.url });
});
afterEach(() => camera.close());

/** What has been added to the bank. */
const arrivals = async (act: () => Promise<unknown>) => {
  const before = await bank.listSource();
  await act();
  return (await bank.listSource()).filter((key) => !before.includes(key));
};

/** Changes the agent's ledger, in SQL. */
const inLedger = (sql: string) => {
  const program =
    'import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute(sys.argv[2]); db.commit()';
  const file = camera.inFolder('.sending/ledger.db').toString();
  return promisify(execFile)(PYTHON, ['-c', program, file, sql]);
};

/** The clip has arrived, and the agent crashed before recording it. */
const arriveUnnoted = async (name: string, bytes: Buffer<ArrayBuffer>) => {
  await camera.record(name, bytes);
  await utimes(camera.inFolder(name), 1.8e9, 1.8e9);
  const { child, ended } = camera.start(['--once'], { python: [STOP_AFTER_PUT] });
  await ended;
  expect(child.signalCode).toBe('SIGKILL');
  expect(existsSync(camera.inFolder(name))).toBe(true);
};
const STOP_AFTER_PUT = new URL('testing/die_after_answer.py', import.meta.url).pathname;

test.each([
  'clip.mp4',
  'früh, 100% "ok"; a \\ and ${b}.mp4',
  'cam 1.h264',
  `${'録'.repeat(82)}.mp4`,
])('%s arrives complete in its own session', async (name) => {
  const bytes = await camera.record(name);

  const [key = '', ...others] = await arrivals(() => camera.runOnce());

  expect([await camera.waiting(), await camera.sent()]).toEqual([[], [name]]);
  expect(others).toEqual([]);
  expect((await bank.readSource(key)).equals(bytes)).toBe(true);
  const session = await fetch(`${bank.url}/metadata/${key.split('/')[1]}`);
  expect(session.status).toBe(200);
});

test('a clip that arrived just before a crash is not sent again', async () => {
  const bytes = randomBytes(50_000);
  expect(await arrivals(() => arriveUnnoted('clip.mp4', bytes))).toHaveLength(1);

  const again = await arrivals(async () => {
    const { code, journal } = await camera.runOnce();
    expect([code, journal]).toEqual([0, expect.stringContaining("sent 'clip.mp4'")]);
  });

  expect([again, await camera.sent()]).toEqual([[], ['clip.mp4']]);
});

test('a clip that arrived through a link that has since expired is not sent again', async () => {
  await arriveUnnoted('clip.mp4', randomBytes(50_000));
  await inLedger(
    `UPDATE links SET link = replace(link, 'Expires=${LINK_SECONDS.upload}', 'Expires=1')`,
  );

  const again = await arrivals(async () => {
    const { code, journal } = await camera.runOnce();
    expect([code, journal]).toEqual([0, expect.stringContaining("sent 'clip.mp4'")]);
  });

  expect([again, await camera.sent()]).toEqual([[], ['clip.mp4']]);
});

test('another clip of the same name gets its own link', async () => {
  await arriveUnnoted('clip.mp4', randomBytes(50_000));
  const bytes = await camera.record('clip.mp4', randomBytes(50_000));
  await utimes(camera.inFolder('clip.mp4'), 1.8e9, 1.8e9);

  const [key = '', ...others] = await arrivals(() => camera.runOnce());

  expect(others).toEqual([]);
  expect((await bank.readSource(key)).equals(bytes)).toBe(true);
});

test('an unused expired link is replaced', async () => {
  await camera.record('clip.mp4');
  await camera.configure({ UPLOAD_URL: bank.url, MIN_BYTES: 1 });
  const { child, ended } = camera.start(['--once'], { python: [STOP_AFTER_PUT, '--before'] });
  await ended;
  expect(child.signalCode).toBe('SIGKILL');
  await inLedger(
    `UPDATE links SET link = replace(link, 'Expires=${LINK_SECONDS.upload}', 'Expires=1')`,
  );

  const arrived = await arrivals(async () => {
    const { journal } = await camera.runOnce();
    expect(journal).toContain("<4>'clip.mp4' waits: its upload link has expired");
    expect((await camera.runOnce()).code).toBe(0);
  });

  expect(arrived).toHaveLength(1);
});

test('a clip that the page refuses waits, is reported in the page’s words and does not block the others', async () => {
  await camera.record('a large.mp4', randomBytes(21_000_000));
  await camera.record('b.mp4');

  const { code, journal } = await camera.runOnce();

  expect([code, await camera.waiting(), await camera.sent()]).toEqual([
    1,
    ['a large.mp4'],
    ['b.mp4'],
  ]);
  expect(journal).toContain(
    "<3>'a large.mp4' waits: the bank refuses it: HTTP 413 The video is larger than",
  );
});
