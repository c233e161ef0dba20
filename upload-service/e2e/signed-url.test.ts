import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { MAX_BYTES, openBank, type Bank } from './testing/bank.ts';

const Signed = v.object({
  session: v.pipe(v.string(), v.uuid()),
  key: v.string(),
  method: v.literal('PUT'),
  url: v.string(),
  headers: v.record(v.string(), v.string()),
  expiresAt: v.pipe(v.string(), v.isoTimestamp()),
});
type Signed = v.InferOutput<typeof Signed>;

let bank: Bank;
beforeAll(async () => {
  bank = await openBank();
}, 120_000);
afterAll(() => bank.close());

const sign = async (query: string): Promise<Signed> =>
  v.parse(Signed, await (await fetch(`${bank.url}/signed-url?${query}`)).json());

const put = async ({ method, url, headers }: Signed, body: Uint8Array<ArrayBuffer>) => {
  const response = await fetch(url, { method, headers, body });
  return { status: response.status, code: /<Code>(\w+)/u.exec(await response.text())?.[1] };
};
const bytes = (size: number) => Uint8Array.from(randomBytes(size));
const STORED = { status: 200, code: undefined };
const WRONG_SIGNATURE = { status: 403, code: 'SignatureDoesNotMatch' };

const without = (name: string, headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name));

describe('an upload link', () => {
  test.each([
    ['file=Ausflug%20%C3%B6%20%2B%20100%25.mp4', 'Ausflug ö + 100%.mp4'],
    ['file=clip&type=video%2Fwebm', 'clip.webm'],
    ['file=tv.ts&type=text%2Fvnd.trolltech.linguist', 'tv.ts'],
    [`file=${encodeURIComponent('動'.repeat(90))}.mp4`, `${'動'.repeat(83)}.mp4`],
    ['file=a%2Fb%E2%80%AE.mp4', 'a_b.mp4'],
  ])('for %s accepts the video as %s of its session', async (query, name) => {
    const signed = await sign(`${query}&size=1000`);
    const video = bytes(1000);

    expect(await put(signed, video)).toEqual(STORED);

    expect(signed.key).toBe(`videos/${signed.session}/${name}`);
    expect(Buffer.compare(await bank.readSource(signed.key), video)).toBe(0);
  });

  test('stores one video once, and is refused afterwards', async () => {
    const signed = await sign('file=clip.mp4&size=10');
    const video = bytes(10);
    expect(await put(signed, video)).toEqual(STORED);

    const again = [await put(signed, bytes(10)), await put(signed, video)];

    const refused = { status: 412, code: 'PreconditionFailed' };
    expect(again).toEqual([refused, refused]);
    expect(Buffer.compare(await bank.readSource(signed.key), video)).toBe(0);
  });

  test('used many times at once stores one of the videos', async () => {
    const signed = await sign('file=clip.mp4&size=10');

    const answers = await Promise.all(Array.from({ length: 6 }, () => put(signed, bytes(10))));

    const stored = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 412 || status === 409);
    expect([stored.length, refused.length]).toEqual([1, 5]);
  });

  test.each<[string, (signed: Signed) => Signed, number]>([
    ['a larger video', (signed) => signed, 11],
    ['a smaller one', (signed) => signed, 9],
    ['nothing', (signed) => signed, 0],
    [
      'another type',
      (signed) => ({ ...signed, headers: { ...signed.headers, 'content-type': 'text/html' } }),
      10,
    ],
    [
      'no condition',
      (signed) => ({ ...signed, headers: without('if-none-match', signed.headers) }),
      10,
    ],
    [
      'another door',
      (signed) => ({ ...signed, headers: { ...signed.headers, 'x-amz-meta-door': 'messenger' } }),
      10,
    ],
    [
      'another condition',
      (signed) => ({ ...signed, headers: { ...signed.headers, 'if-none-match': '"etag"' } }),
      10,
    ],
    ['another key', ({ url, ...signed }) => ({ ...signed, url: url.replace('clip', 'other') }), 10],
    [
      'another session',
      ({ url, session, ...signed }) => ({
        ...{ ...signed, session },
        url: url.replace(session, '0b8f1c54-6f0b-4d6e-9f6a-1d5c1c0a7e11'),
      }),
      10,
    ],
    [
      'a later expiry',
      ({ url, ...signed }) => ({ ...signed, url: url.replace('Expires=900', 'Expires=90000') }),
      10,
    ],
  ])('does not accept %s, and nothing is stored', async (_what, change, size) => {
    const stored = await bank.listSource();
    const signed = await sign('file=clip.mp4&size=10');

    expect(await put(change(signed), bytes(size))).toEqual(WRONG_SIGNATURE);
    expect(await bank.listSource()).toEqual(stored);
  });

  test('is not issued beyond the size limit', async () => {
    const response = await fetch(`${bank.url}/signed-url?file=clip.mp4&size=${MAX_BYTES + 1}`);

    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: 'TOO_LARGE' });
  });
});

test.each([
  ['/signed-url?size=1', 'The name of the video is missing.'],
  ['/signed-url?file=&size=1', 'The name of the video is empty.'],
  ['/signed-url?file=notes.txt&size=1', 'Only videos can be uploaded.'],
  ['/signed-url?file=clip.mp4', 'The size of the video in bytes must be'],
  ['/signed-url?file=clip.mp4&size=2GB', 'The size of the video in bytes must be'],
  ['/metadata/4711', 'This is not a valid session id.'],
])('%s is refused with the reason and how to fix it', async (path, message) => {
  const response = await fetch(bank.url + path);

  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({
    code: 'INVALID_REQUEST',
    message: expect.stringContaining(message),
    hint: expect.stringMatching(/./u),
  });
});
