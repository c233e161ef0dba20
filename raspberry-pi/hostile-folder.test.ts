import { randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, symlink } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openGardenCamera } from './testing/garden-camera.ts';

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
// Root can read and write everything, so if root runs the tests, the agent runs as nobody.
const asUser = isRoot ? { as: NOBODY } : {};

let camera: Awaited<ReturnType<typeof openGardenCamera>>;

beforeEach(async () => {
  camera = await openGardenCamera();
  await camera.giveTo(asUser.as);
});
afterEach(() => camera.close());

/** Two hundred valid file names. */
const hostileNames = () => {
  const odd = [
    ...['clip[1-2].mp4', '*.mp4', '?.mp4', '{a,b}.mp4', '-o.mp4', '--once.mp4', 'it\'s "it".mp4'],
    ...[
      'two\nlines.mp4',
      '\u001b[31mred.mp4',
      'tab\t.mp4',
      'a\\b.mp4',
      '%2e%2e.mp4',
      '${HOME}.mp4',
    ],
    ...['$(reboot).mp4', '`id`.mp4', 'a & b; c | d > e.mp4', ' .mp4', ',..mp4', '~.mp4', '#.mp4'],
    ...['=1+1.mp4', '<Code>.mp4', 'ünï.mp4', 'u\u0308.mp4', '録画.mp4', '🎬.mp4', '\u202e4pm.mp4'],
    ...[
      '\uFEFF.mp4',
      `${'x'.repeat(246)}.mp4`,
      `${'録'.repeat(82)}.mp4`,
      'a?b=c&d#e+f.mp4',
      ':.mp4',
    ],
  ].map((name) => Buffer.from(name));
  const notUnicode = [0x80, 0xc0, 0xff].map((byte) =>
    Buffer.concat([Buffer.from('latin-'), Buffer.from([byte]), Buffer.from('.mp4')]),
  );
  const others = Array.from({ length: 200 - odd.length - notUnicode.length }, (_, at) =>
    Buffer.concat([Buffer.from([1 + (at % 45)]), Buffer.from(`${at}.mp4`)]),
  );
  return [...odd, ...notUnicode, ...others];
};

test('every clip with one of two hundred hostile names arrives once and complete', async () => {
  const clips = hostileNames().map((name) => ({ name, bytes: randomBytes(2000) }));
  for (const { name, bytes } of clips) await camera.record(name, bytes);

  const { code, journal, errors } = await camera.runOnce(asUser);

  expect([code, errors]).toEqual([0, '']);
  expect(camera.bank.arrived).toHaveLength(200);
  const stored = await Promise.all(camera.bank.arrived.map((key) => camera.bank.read(key)));
  expect(stored.map(hex).sort()).toEqual(clips.map(({ bytes }) => hex(bytes)).sort());
  // No name can end a line, and therefore none can write its own.
  expect(journal.split('\n')).toHaveLength(200 + 2);
  expect(camera.bank.arrived.every((key) => /^videos\/garden\/[^\p{Cc}\p{Cs}]+$/u.test(key))).toBe(
    true,
  );
  const kept = await readdir(camera.inFolder('.sent'), { encoding: 'buffer' });
  expect(kept.map(hex).sort()).toEqual(clips.map(({ name }) => hex(name)).sort());
}, 120_000);

test('another user’s file is reported, and those after it are sent', async () => {
  await camera.record('a private.mp4');
  await chmod(camera.inFolder('a private.mp4'), isRoot ? 0o600 : 0);
  await camera.record('b.mp4');

  const { code, journal } = await camera.runOnce(asUser);

  expect([code, await camera.waiting(), await camera.sent()]).toEqual([
    1,
    ['a private.mp4'],
    ['b.mp4'],
  ]);
  expect(journal).toContain("<3>'a private.mp4' waits: it cannot be read (Permission denied)");
});

test('with a .sent of another owner every clip arrives once, and the failed move is reported', async () => {
  await mkdir(camera.inFolder('.sent'));
  await chmod(camera.inFolder('.sent'), isRoot ? 0o755 : 0o555);
  for (const name of ['a.mp4', 'b.mp4']) await camera.record(name);

  const first = await camera.runOnce(asUser);
  const again = await camera.runOnce(asUser);

  expect([first.code, again.code]).toEqual([1, 1]);
  expect(camera.bank.arrived).toHaveLength(2);
  expect(camera.bank.sky.requests).toBe(2);
  for (const name of ['a.mp4', 'b.mp4'])
    expect(first.journal).toContain(
      `<3>'${name}' waits: it has arrived, but cannot be moved to .sent (Permission denied)`,
    );
  await chmod(camera.inFolder('.sent'), 0o777);
  expect((await camera.runOnce(asUser)).code).toBe(0);
  expect(await camera.sent()).toEqual(['a.mp4', 'b.mp4']);
});

test('clips on a read-only card arrive once, and the agent neither loops nor deletes', async () => {
  for (const name of ['a.mp4', 'b.mp4', 'old.mp4']) await camera.record(name);
  await camera.setReadOnly();
  await camera.configure({ MIN_FREE_MEGABYTES: 1e9, POLL_SECONDS: 0.1, MAX_PAUSE_SECONDS: 1 });

  const { child, journal, ended } = camera.start([], asUser);
  await new Promise((passed) => setTimeout(passed, 5000));
  child.kill('SIGTERM');
  await ended;
  const lines = (await journal).trim().split('\n');

  expect(camera.bank.arrived).toHaveLength(3);
  expect(camera.bank.sky.requests).toBe(3);
  expect(lines.filter((line) => line.includes('cannot be moved to .sent'))).toHaveLength(3);
  expect(lines.length).toBeLessThan(15);
  expect(await camera.waiting()).toEqual(['a.mp4', 'b.mp4', 'old.mp4']);
});

test('a refused clip is reported by name and does not block the others', async () => {
  for (const name of ['a.mp4', 'refused.mp4', 'z.mp4']) await camera.record(name);
  camera.bank.sky.refuses = /refused/u;

  const { code, journal } = await camera.runOnce(asUser);

  expect([code, await camera.waiting()]).toEqual([1, ['refused.mp4']]);
  expect(journal).toContain("<3>'refused.mp4' waits: the bank refuses it: HTTP 400 EntityTooLarge");
});

test('a clip that breaks every connection does not block the others', async () => {
  for (const name of ['breaks 1.mp4', 'breaks 2.mp4', 'z.mp4']) await camera.record(name);
  camera.bank.sky.breaksAt = /breaks/u;

  const { child } = camera.start([], asUser);
  const deadline = Date.now() + 60_000;
  while ((await camera.sent()).length === 0 && Date.now() < deadline)
    await new Promise((passed) => setTimeout(passed, 100));
  child.kill('SIGTERM');

  expect(await camera.sent()).toEqual(['z.mp4']);
});

test('files that are not clips are skipped, named by kind and counted', async () => {
  for (const name of [
    'a.MTS',
    'b.m4v',
    'c.AVI',
    'd.264',
    'note.txt',
    'note 2.txt',
    'README',
    '.x.mp4',
  ])
    await camera.record(name);
  await mkdir(camera.inFolder('day.mp4'));
  await symlink('/etc/passwd', camera.inFolder('link.mp4'));
  if (isRoot) execFileSync('mkfifo', [camera.inFolder('pipe.mp4').toString()]);

  const { code, journal } = await camera.runOnce(asUser);

  expect([code, camera.bank.arrived.length]).toEqual([0, 4]);
  expect(journal).toContain("<6>skipped, not a video's name (.txt): 'note 2.txt', 'note.txt'\n");
  for (const line of ["not a video's name: 'README'", "hidden: '.x.mp4'", "a folder: 'day.mp4'"])
    expect(journal).toContain(`<6>skipped, ${line}`);
  expect(journal).toContain("<6>skipped, a link: 'link.mp4'");
  expect(journal).toContain(`4 sent, 0 left, ${isRoot ? 7 : 6} skipped`);
});

const hex = (bytes: Buffer) => bytes.toString('hex');
