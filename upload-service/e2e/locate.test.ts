import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Place } from '@video-service/shared/where/place';
import * as v from 'valibot';
import { metadata } from '../src/testing/examples.ts';
import { openBank, type Bank } from './testing/bank.ts';
import { eventually } from './testing/eventually.ts';

const PASSPHRASE = 'correct horse battery staple';
const BEGUN = '2026-11-22T12:30:00.000Z';
const DEAD_LETTERS = 'video-service-dead-letter-queue-local';

const Signed = v.object({ session: v.string(), key: v.string() });

let bank: Bank;
let cookie: string;

beforeAll(async () => {
  bank = await openBank({ passphrase: PASSPHRASE, uploads: 'open' });
  const signedIn = await fetch(`${bank.url}/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ passphrase: PASSPHRASE }),
  });
  cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}, 120_000);
afterAll(() => bank.close());

const ask = (id: string, headers: Record<string, string> = { cookie }) =>
  fetch(`${bank.url}/videos/${id}/where`, { headers });
const locate = async (id: string) => v.parse(Place, await (await ask(id)).json());

const announce = async () => {
  const answer = await fetch(`${bank.url}/signed-url?file=clip.mp4&size=7`);
  const { session: id, key } = v.parse(Signed, await answer.json());
  return { id, key };
};
const upload = async () => {
  const video = await announce();
  await bank.putSource(video.key, Buffer.from('a video'), 'video/mp4');
  return video;
};
const openSession = ({ id, key }: { id: string; key: string }, more: object = {}) =>
  bank.putRow('sessions', {
    ...{ id, status: 0, source: { bucket: 'source', key, size: 7 } },
    ...{ open: 'open', createdAt: BEGUN, updatedAt: BEGUN, ...more },
  });

describe('the owner learns where a video is', () => {
  test('from its announcement to its session', async () => {
    const { id, key } = await announce();
    expect(await locate(id)).toEqual({
      ...{ id, key, stage: 'announced by the page', causes: [], unknown: [] },
      next: { what: 'the browser uploads it' },
    });

    await bank.putSource(key, Buffer.from('a video'), 'video/mp4');
    expect(await locate(id)).toEqual({
      ...{ id, key, stage: 'uploaded, waiting for its session', causes: [], unknown: [] },
      since: expect.stringMatching(/^2/u),
      next: { what: 'S3 publishes the upload, within minutes' },
    });

    await openSession({ id, key });
    expect(await locate(id)).toEqual({
      ...{ id, key, stage: 'rendering previews and captures', causes: [], unknown: [] },
      ...{ since: BEGUN, tries: 1 },
      next: { what: 'without progress, rendering is restarted', at: '2026-11-22T13:00:00.000Z' },
    });
  });

  test('while it is labelled, and how long until it fails', async () => {
    const video = await upload();
    await openSession(video, {
      ...{ gif: 'a.gif', captures: 2, pictures: new Set(['0', '500']) },
      labelled: new Set(['0']),
    });
    for (const frame of ['0', '500'])
      await bank.putRow('labels', { id: video.id, frame, time: Number(frame) / 1000 });
    expect(await locate(video.id)).toMatchObject({ stage: 'labelling', detail: '1 of 2 captures' });

    await openSession(video, { restarted: true });
    expect(await locate(video.id)).toMatchObject({
      tries: 2,
      next: { what: 'without progress, it fails with TIMED_OUT', at: '2026-11-22T19:30:00.000Z' },
    });
  });

  test('and why it failed, with a hint', async () => {
    const video = await upload();
    const error = { stage: 'gif', code: 'GIF_FAILED', message: 'No preview.', hint: 'Redrive it.' };
    await openSession(video, { status: -1, error });
    await bank.publish({
      ...metadata,
      ...{ id: video.id, video: video.key, status: -1, labels: [] },
      error: { ...error, stage: 'gif' },
    });

    const place = await eventually(async () => {
      const found = await locate(video.id);
      return found.next ? undefined : found;
    });
    expect(place).toMatchObject({
      ...{ stage: 'failed', detail: 'GIF_FAILED', unknown: [] },
      causes: [{ message: 'No preview.', hint: 'Redrive it.' }],
    });
  });

  test('and that a dead letter may be about it, without opening any', async () => {
    const video = await upload();
    await openSession(video);
    await bank.leaveMessage(DEAD_LETTERS);

    expect((await locate(video.id)).unknown).toEqual([
      'Steps that failed for good, of all videos: 1. Only npm run where shows whether this video is among them.',
    ]);
    expect((await locate(video.id)).unknown).toHaveLength(1);
  });
});

describe('nobody else learns anything', () => {
  const expectRefusal = async (answer: Response, status: number, code: string) => {
    const text = await answer.text();
    expect(answer.status).toBe(status);
    expect(JSON.parse(text)).toEqual({
      code,
      message: expect.any(String),
      hint: expect.any(String),
    });
    return text;
  };

  test('neither a stranger nor the sender, who knows the id and may see the results', async () => {
    const { id, key } = await upload();
    expect((await fetch(`${bank.url}/metadata/${id}`)).status).toBe(200);

    const text = await expectRefusal(await ask(id, {}), 401, 'SIGN_IN');
    expect(text).not.toContain(key);
    // Unknown and malformed ids are refused in the same way.
    await expectRefusal(await ask(randomUUID(), {}), 401, 'SIGN_IN');
    await expectRefusal(await ask('nonsense', {}), 401, 'SIGN_IN');
  });

  test.each([
    ['a forged cookie', () => ({ cookie: 'video-bank=1900000000.abc' })],
    ['a changed cookie', () => ({ cookie: `${cookie.slice(0, -2)}xx` })],
    ['the owner’s cookie sent by another site', () => ({ cookie, 'sec-fetch-site': 'cross-site' })],
  ])('not with %s', async (_what, headers) => {
    const { id } = await upload();

    await expectRefusal(await ask(id, headers()), 401, 'SIGN_IN');
  });

  test.each([
    ['nonsense', 'nonsense'],
    ['another path', '..%2F..%2Fmetadata'],
    ['an id with a line break', `${randomUUID()}%0a`],
    ['an operator of DynamoDB', '%7B%22S%22%3A%22a%22%7D'],
    ['five thousand letters', 'a'.repeat(5000)],
  ])('an id that is %s is refused', async (_what, id) => {
    await expectRefusal(await ask(id), 400, 'INVALID_REQUEST');
  });

  test('an unknown id is unknown', async () => {
    await expectRefusal(await ask(randomUUID()), 404, 'UNKNOWN_VIDEO');
  });

  test('a deleted video is gone at once, even while video-service still renders it', async () => {
    const video = await upload();
    await openSession(video);
    const deletion = { method: 'DELETE', headers: { cookie } };
    expect((await fetch(`${bank.url}/videos/${video.id}`, deletion)).status).toBe(202);

    const text = await expectRefusal(await ask(video.id), 410, 'DELETED');
    expect(text).not.toContain(video.key);
  });
});
