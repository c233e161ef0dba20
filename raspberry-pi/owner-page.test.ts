import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openBank, type Bank } from '../upload-service/e2e/testing/bank.ts';
import { type Camera, openCamera } from './testing/camera.ts';

const PASSPHRASE = `four "words" of \\ mine`;

let bank: Bank;
let camera: Camera;

beforeAll(async () => {
  bank = await openBank({ passphrase: 'four words of mine' });
}, 120_000);
afterAll(() => bank.close());

beforeEach(async () => {
  camera = await openCamera({ UPLOAD_URL: bank.url });
  await camera.record('a.mp4');
  await camera.record('b.mp4');
});
afterEach(() => camera.close());

test('clips are uploaded through an owner-only page', async () => {
  await camera.configure({ PASSPHRASE: 'four words of mine' });
  const before = (await bank.listSource()).length;

  const { code, journal } = await camera.runOnce();

  expect([code, await camera.sent()]).toEqual([0, ['a.mp4', 'b.mp4']]);
  expect((await bank.listSource()).length - before).toBe(2);
  expect(journal).not.toContain('four words');
});

test('without the passphrase every clip waits, and the journal says what to fill in', async () => {
  const { code, journal } = await camera.runOnce();

  expect([code, await camera.waiting()]).toEqual([1, ['a.mp4', 'b.mp4']]);
  expect(journal).toContain(
    "<3>'a.mp4' waits: the page accepts videos only from its owner: fill in PASSPHRASE, or use a key",
  );
});

test('a wrong passphrase is tried once, so that nobody is locked out', async () => {
  await camera.configure({ PASSPHRASE });

  const { code, journal } = await camera.runOnce();

  expect([code, await camera.waiting()]).toEqual([1, ['a.mp4', 'b.mp4']]);
  expect(journal).toContain('PASSPHRASE is wrong');
  expect(journal).not.toContain('words');
  // Of ten attempts, the first clips used one and this agent one.
  const tries = await Promise.all(Array.from({ length: 8 }, () => signIn('another')));
  expect(tries).toEqual(Array.from({ length: 8 }, () => 401));
});

const signIn = async (passphrase: string) => {
  const answer = await fetch(`${bank.url}/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ passphrase }),
  });
  return answer.status;
};
