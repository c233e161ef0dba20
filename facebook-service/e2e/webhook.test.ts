import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ACKNOWLEDGEMENT, HINTS } from '../src/messenger/texts.ts';
import { PAGE_ID, PERSON_ID } from '../../local/src/messenger/graph-request.ts';
import { eventually } from '../../upload-service/e2e/testing/eventually.ts';
import { openBot, type Bot } from './testing/bot.ts';
import { batch, post, sticker, text, video } from './testing/webhook.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await openBot();
}, 120_000);
afterAll(() => bot.close());

const verify = (token: string) => {
  const query = { 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': '115820' };
  return fetch(`${bot.url}/facebook?${new URLSearchParams(query).toString()}`);
};

/** The same items, in a different order each time. */
const shuffled = <Item>(items: Item[], turn: number) => {
  const rotated = [...items.slice(turn % items.length), ...items.slice(0, turn % items.length)];
  return turn % 2 === 0 ? rotated : rotated.toReversed();
};

describe('the webhook', () => {
  test('is verified with our token', async () => {
    const response = await verify('local-verify-token');

    expect([response.status, await response.text()]).toEqual([200, '115820']);
    expect((await verify('guessed')).status).toBe(403);
  });

  test.each<[string, number, () => Promise<Response>]>([
    ['no signature', 401, () => post(bot.url, batch(text('u1')), { 'x-hub-signature-256': '' })],
    [
      'a signature of another secret',
      401,
      () =>
        post(bot.url, batch(text('u2')), {
          'x-hub-signature-256': `sha256=${createHmac('sha256', 'guessed').update('{}').digest('hex')}`,
        }),
    ],
    ['malformed JSON', 200, () => post(bot.url, '{"object":')],
    ['an object of another kind', 200, () => post(bot.url, { object: 'instagram', entry: [] })],
    ['a body of more than 10 MB', 413, () => post(bot.url, 'x'.repeat(10 * 2 ** 20 + 1))],
  ])('answers %s with %i', async (_, status, ask) => {
    expect((await ask()).status).toBe(status);
  });

  test('accepts a body that the gateway passes on in base64', async () => {
    const event = batch({ sender: { id: '1' }, read: { watermark: 1 } });
    const response = await post(bot.url, event, { 'content-type': 'application/octet-stream' });

    expect([response.status, await response.json()]).toEqual([200, { enqueued: 0 }]);
  });
});

test('answers a batch once that is delivered five times, shuffled and concurrently', async () => {
  const messages = [
    text('m1'),
    sticker('m2'),
    video('m3', `${bot.cdn.origin}/clip.mp4`),
    video('m4', `${bot.cdn.origin}/renamed.mp4`),
  ];

  const answers = await Promise.all(
    Array.from({ length: 5 }, (_, turn) => post(bot.url, batch(...shuffled(messages, turn)))),
  );

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  await eventually(async () => {
    const finished = (await bot.readLog('download')).split('REPORT RequestId').length - 1;
    return finished >= 20 || undefined;
  });
  expect(bot.sendApi.messages.toSorted()).toEqual(
    [
      HINTS.text,
      HINTS.attachment,
      ACKNOWLEDGEMENT,
      ACKNOWLEDGEMENT,
      '😕 Sorry, that didn’t work. The file is not a video I support. Send an MP4, MOV or WebM file.',
    ].toSorted(),
  );
  expect(await bot.listSource()).toEqual([
    expect.stringMatching(/^videos\/[0-9a-f-]{36}\/messenger\.mp4$/u),
  ]);
}, 60_000);

test('stores a video among odd attachments, but not one sent to another page', async () => {
  const address = { type: 'video', payload: { url: `${bot.cdn.origin}/clip.mp4` } };
  const odd = [{ type: 'fallback', payload: 'https://a/shared' }, null, 'video', { type: 'file' }];
  const said = (mid: string, page: string, attachments: unknown) => ({
    ...{ sender: { id: PERSON_ID }, recipient: { id: page }, timestamp: Date.now() },
    message: { mid, attachments },
  });
  const before = new Set(await bot.listSource());

  const event = batch(
    said('odd-1', PAGE_ID, [...odd, address, ...odd]),
    said('odd-2', 'another', [address]),
    said('odd-3', PAGE_ID, null),
    { message: {} },
  );
  expect((await post(bot.url, event)).status).toBe(200);

  await eventually(
    async () => (await bot.readLog('download')).includes('of another page') || undefined,
  );
  const added = await eventually(async () => {
    const keys = (await bot.listSource()).filter((key) => !before.has(key));
    return keys.length > 0 ? keys : undefined;
  });
  expect(added).toHaveLength(1);
}, 60_000);
