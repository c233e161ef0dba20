import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openBank, type Bank } from '../upload-service/e2e/testing/bank.ts';

const AGENT = path.join(import.meta.dirname, 'video-drop');

let bank: Bank;
let home: string;
let folder: string;

beforeAll(async () => {
  bank = await openBank();
}, 120_000);
afterAll(() => bank.close());

beforeEach(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'camera-'));
  folder = path.join(home, 'clips');
  await mkdir(folder);
});
afterEach(() => rm(home, { recursive: true }));

/** Runs the agent once, without any AWS key; what it leaves behind. */
const run = async () => {
  const config = path.join(home, 'video-drop.conf');
  await writeFile(config, `FOLDER='${folder}'\nUPLOAD_URL='${bank.url}'\nSETTLE_SECONDS=0\n`);
  const journal = await promisify(execFile)(AGENT, ['--once', config]).then(
    ({ stdout }) => stdout,
    (error: unknown) => (error as { stdout: string }).stdout,
  );
  const clips = async (inside = '') =>
    (await readdir(path.join(folder, inside))).filter((name) => !name.startsWith('.'));
  return {
    journal,
    waiting: await clips(),
    sent: await clips('.sent'),
    forms: await clips('.sending'),
  };
};

const record = async (name: string, bytes = randomBytes(50_000)) => {
  await writeFile(path.join(folder, name), bytes);
  return bytes;
};
const formOf = (name: string) => path.join(folder, '.sending', `${name}.json`);

/** What is in the bank now that was not there before. */
const arrivals = async (act: () => Promise<unknown>) => {
  const before = await bank.listSource();
  await act();
  return (await bank.listSource()).filter((key) => !before.includes(key));
};

test.each(['clip.mp4', 'früh, 100% "ok"; a \\ and ${b}.mp4', 'cam 1.h264'])(
  '%s arrives whole in a session of its own',
  async (name) => {
    const bytes = await record(name);
    let left: Awaited<ReturnType<typeof run>> | undefined;

    const [key = '', ...others] = await arrivals(async () => (left = await run()));

    expect(left).toMatchObject({ waiting: [], sent: [name], forms: [] });
    expect(others).toEqual([]);
    expect((await bank.readSource(key)).equals(bytes)).toBe(true);
    const session = await fetch(`${bank.url}/metadata/${key.split('/')[1]}`);
    expect(session.status).toBe(200);
  },
);

test('a clip sent before a crash could note it is not sent again', async () => {
  const bytes = await record('clip.mp4');
  const signed = await (await fetch(`${bank.url}/signed-url?file=clip.mp4&size=50000`)).text();
  const { url, headers } = JSON.parse(signed) as { url: string; headers: Record<string, string> };
  await fetch(url, { method: 'PUT', headers, body: Uint8Array.from(bytes) });
  await mkdir(path.dirname(formOf('clip.mp4')));
  // This link is refused: only looking tells that the clip is there.
  const spoilt = url.replace('Signature=', 'Signature=0');
  await writeFile(formOf('clip.mp4'), JSON.stringify({ ...JSON.parse(signed), url: spoilt }));

  const again = await arrivals(async () => {
    expect(await run()).toMatchObject({ waiting: [], sent: ['clip.mp4'], forms: [] });
  });

  expect(again).toEqual([]);
});

test('a form that has expired in an outage is replaced', async () => {
  await record('clip.mp4');
  const signed = await (await fetch(`${bank.url}/signed-url?file=clip.mp4&size=50000`)).text();
  await mkdir(path.dirname(formOf('clip.mp4')));
  await writeFile(formOf('clip.mp4'), signed.replace('Expires=900', 'Expires=1'));

  const arrived = await arrivals(async () => {
    const { journal, sent } = await run();
    expect(journal).toContain("<4>the leave to send 'clip.mp4' is over");
    expect(sent).toEqual(['clip.mp4']);
  });

  expect(arrived).toHaveLength(1);
});

test('a clip that the page does not take waits, and is said with the reason', async () => {
  await record('empty.mp4', Buffer.alloc(0));

  const { journal, waiting } = await run();

  expect(waiting).toEqual(['empty.mp4']);
  expect(journal).toContain(
    "<3>'empty.mp4' is not taken: HTTP 400  The size of the video in bytes is missing or not a positive whole number.",
  );
});
