import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Incoming } from '../../messenger/incoming.ts';
import { receiveWebhook } from './receive-webhook.ts';

const SECRET = 'app-secret';

const batch = (text: string) =>
  JSON.stringify({
    object: 'page',
    entry: [
      {
        messaging: [
          { sender: { id: '1' }, message: { mid: 'a', text } },
          {
            sender: { id: '2' },
            message: {
              mid: 'b',
              attachments: [{ type: 'video', payload: { url: 'https://c/d' } }],
            },
          },
        ],
      },
    ],
  });

const receive = async (text: string, { secret = SECRET, signed = text } = {}) => {
  const enqueued: Incoming[] = [];
  const signature = `sha256=${createHmac('sha256', secret).update(signed).digest('hex')}`;
  const received = await receiveWebhook({ body: Buffer.from(text), signature }, SECRET, {
    enqueue: async (incoming) => void enqueued.push(incoming),
  });
  return { received, enqueued };
};

test('every message of a signed batch is enqueued', async () => {
  const { enqueued } = await receive(batch('grüße 👋'));

  expect(enqueued.map(({ kind, sender }) => [kind, sender])).toEqual([
    ['text', '1'],
    ['video', '2'],
  ]);
});

test('a repeated batch is enqueued under the same ids', async () => {
  expect(await receive(batch('hi'))).toEqual(await receive(batch('hi')));
});

test.each([
  ['another secret', { secret: 'guessed' }],
  ['another body', { signed: batch('bye') }],
])('a body signed with %s is refused and nothing is enqueued', async (_, forgery) => {
  expect(await receive(batch('hi'), forgery)).toEqual({ received: 'unsigned', enqueued: [] });
});

test.each(['{"object":', '', 'null', '[]', '{"object":"instagram","entry":[{"messaging":[{}]}]}'])(
  'the signed body %j is accepted, and nothing is enqueued',
  async (text) => {
    expect(await receive(text)).toEqual({ received: { enqueued: [] }, enqueued: [] });
  },
);

test('a message that cannot be enqueued fails the request, so that Facebook sends it again', async () => {
  const signature = `sha256=${createHmac('sha256', SECRET).update(batch('hi')).digest('hex')}`;
  const failing = { enqueue: () => Promise.reject(new Error('topic is away')) };

  await expect(
    receiveWebhook({ body: Buffer.from(batch('hi')), signature }, SECRET, failing),
  ).rejects.toThrow('topic is away');
});
