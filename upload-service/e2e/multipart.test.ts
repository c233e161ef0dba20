import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { PART_BYTES } from '#api/part-size';
import { MAX_BYTES, openBank, type Bank } from './testing/bank.ts';

const Opened = v.object({ session: v.string(), key: v.string(), uploadId: v.string() });
type Opened = v.InferOutput<typeof Opened>;
const SignedPart = v.object({ url: v.string() });

let bank: Bank;
beforeAll(async () => {
  bank = await openBank();
}, 120_000);
afterAll(() => bank.close());

const open = (size: number) =>
  fetch(`${bank.url}/s3/multipart`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      filename: 'clip.mp4',
      type: 'video/mp4',
      metadata: { size: String(size) },
    }),
  });

const openAs = (type: string) =>
  fetch(`${bank.url}/s3/multipart`, {
    method: 'POST',
    body: JSON.stringify({ filename: 'page', type, metadata: { size: '10' } }),
  });

const opened = async (size: number): Promise<Opened> =>
  v.parse(Opened, await (await open(size)).json());

const ask = async ({ key, uploadId }: Opened, path = '', method = 'GET') => {
  const address = `${bank.url}/s3/multipart/${encodeURIComponent(uploadId)}${path}`;
  const response = await fetch(`${address}?key=${encodeURIComponent(key)}`, { method });
  return { status: response.status, body: await response.json() };
};

const send = async (upload: Opened, number: number, part: Uint8Array<ArrayBuffer>) => {
  const { url } = v.parse(SignedPart, (await ask(upload, `/${number}`)).body);
  return (await fetch(url, { method: 'PUT', body: part })).status;
};

const video = Uint8Array.from(randomBytes(PART_BYTES + 1000));
const first = video.slice(0, PART_BYTES);
const second = video.slice(PART_BYTES);

describe('a multipart upload', () => {
  test('becomes the video, and completing it twice changes nothing', async () => {
    const upload = await opened(video.length);
    expect([await send(upload, 2, second), await send(upload, 1, first)]).toEqual([200, 200]);

    const answers = [
      await ask(upload, '/complete', 'POST'),
      await ask(upload, '/complete', 'POST'),
    ];

    const { session, key } = upload;
    const done = { status: 200, body: { session, key, location: key } };
    expect(answers).toEqual([done, done]);
    expect(Buffer.compare(await bank.readSource(key), video)).toBe(0);
  });

  test('resumes with the missing parts', async () => {
    const upload = await opened(video.length);
    await send(upload, 1, first);

    expect((await ask(upload, '/complete', 'POST')).status).toBe(409);
    expect((await ask(upload)).body).toMatchObject([{ PartNumber: 1, Size: PART_BYTES }]);
    await send(upload, 2, second);
    expect((await ask(upload, '/complete', 'POST')).status).toBe(200);
  });

  test('accepts no part of another size, and none beyond its end', async () => {
    const upload = await opened(video.length);

    expect(await send(upload, 2, first)).toBe(403);
    expect((await ask(upload)).body).toEqual([]);
    for (const number of ['0', '3', 'x', '1.5'])
      expect((await ask(upload, `/${number}`)).status).toBe(400);
  });

  test('is gone once it is aborted', async () => {
    const upload = await opened(video.length);
    await send(upload, 1, first);

    expect((await ask(upload, '', 'DELETE')).status).toBe(200);
    expect((await ask(upload, '', 'DELETE')).status).toBe(200);
    expect((await ask(upload)).status).toBe(404);
    expect((await ask(upload, '/complete', 'POST')).status).toBe(404);
  });

  test('that is completed accepts no more parts and cannot be replaced', async () => {
    const upload = await opened(video.length);
    await send(upload, 2, second);
    const { url } = v.parse(SignedPart, (await ask(upload, '/1')).body);
    await send(upload, 1, first);
    await ask(upload, '/complete', 'POST');

    const late = await fetch(url, {
      method: 'PUT',
      body: Uint8Array.from(randomBytes(PART_BYTES)),
    });

    expect(late.status).toBe(404);
    expect((await ask(upload, '/complete', 'POST')).status).toBe(200);
    expect(Buffer.compare(await bank.readSource(upload.key), video)).toBe(0);
  });

  test('never replaces an existing video', async () => {
    const upload = await opened(first.length);
    await send(upload, 1, first);
    await bank.putSource(upload.key, Buffer.from('another'), 'video/mp4');

    expect((await ask(upload, '/complete', 'POST')).status).toBe(404);
    expect((await bank.readSource(upload.key)).toString()).toBe('another');
  });

  test('of another sender is not found', async () => {
    const [mine, other] = [await opened(video.length), await opened(video.length)];

    for (const change of [
      { key: other.key },
      { uploadId: other.uploadId },
      { key: `videos/${randomUUID()}/clip.mp4` },
    ])
      expect((await ask({ ...mine, ...change })).status).toBe(404);
  });
});

test.each([
  ['too large', () => open(MAX_BYTES + 1), 413],
  ['empty', () => open(0), 400],
  ['no video', () => openAs('text/html'), 400],
])('an upload that is %s is not opened', async (_what, ask, status) => {
  const response = await ask();

  expect(response.status).toBe(status);
  expect(Object.keys((await response.json()) as object)).toEqual(['code', 'message', 'hint']);
});

test('a body that is not JSON is refused', async () => {
  const response = await fetch(`${bank.url}/s3/multipart`, {
    method: 'POST',
    body: '{"filename":',
  });

  expect(response.status).toBe(400);
});
