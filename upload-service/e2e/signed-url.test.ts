import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { MAX_BYTES, openBank, type Bank } from './testing/bank.ts';

const Signed = v.object({
  session: v.pipe(v.string(), v.uuid()),
  url: v.string(),
  fields: v.record(v.string(), v.string()),
});
type Signed = v.InferOutput<typeof Signed>;

let bank: Bank;
beforeAll(async () => {
  bank = await openBank();
}, 120_000);
afterAll(() => bank.close());

const sign = async (query: string): Promise<Signed> =>
  v.parse(Signed, await (await fetch(`${bank.url}/signed-url?${query}`)).json());

const post = async ({ url, fields }: Signed, body: Uint8Array<ArrayBuffer>) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', new Blob([body]));
  const response = await fetch(url, { method: 'POST', body: form });
  return { status: response.status, code: /<Code>(\w+)/u.exec(await response.text())?.[1] };
};
const bytes = (size: number) => Uint8Array.from(randomBytes(size));

describe('a signed URL', () => {
  test.each(['file=Ausflug%20%C3%B6%20%2B%20100%25.mp4', 'filename=clip&type=video%2Fwebm'])(
    'for %s takes the video under the key of its session',
    async (query) => {
      const signed = await sign(query);
      const video = bytes(1000);

      expect(await post(signed, video)).toEqual({ status: 204, code: undefined });

      const key = signed.fields['key'] ?? '';
      expect(key.startsWith(`videos/${signed.session}/`)).toBe(true);
      expect(Buffer.compare(await bank.readSource(key), video)).toBe(0);
    },
  );

  test.each<[string, Record<string, string>, number, { status: number; code: string }]>([
    ['another key', { key: 'videos/other.mp4' }, 10, { status: 403, code: 'AccessDenied' }],
    ['another type', { 'Content-Type': 'text/html' }, 10, { status: 403, code: 'AccessDenied' }],
    ['nothing', {}, 0, { status: 400, code: 'EntityTooSmall' }],
    ['too much', {}, MAX_BYTES + 1, { status: 400, code: 'EntityTooLarge' }],
    [
      'a forged signature',
      { 'X-Amz-Signature': '0'.repeat(64) },
      10,
      { status: 403, code: 'SignatureDoesNotMatch' },
    ],
  ])('does not take %s, and nothing is stored', async (_what, change, size, refusal) => {
    const stored = await bank.listSource();
    const { fields, ...signed } = await sign('file=clip.mp4');

    const answer = await post({ ...signed, fields: { ...fields, ...change } }, bytes(size));

    expect(answer).toEqual(refusal);
    expect(await bank.listSource()).toEqual(stored);
  });
});

test.each([
  ['/signed-url', 'The name of the video is missing.'],
  ['/signed-url?file=', 'The name of the video is empty.'],
  ['/signed-url?file=notes.txt', 'Only videos can be uploaded.'],
  ['/signed-url?file=..%2F..%2Fclip.mp4', 'The name of the video holds a character'],
  ['/metadata/4711', 'That is not the id of a session.'],
])('%s is refused with what is wrong and how to mend it', async (path, message) => {
  const response = await fetch(bank.url + path);

  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({
    code: 'invalid-request',
    message: expect.stringContaining(message),
    hint: expect.stringMatching(/./u),
  });
});
