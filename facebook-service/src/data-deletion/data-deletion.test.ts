import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Incoming } from '../messenger/incoming.ts';
import { fakeRequests } from '../testing/fake-ports.ts';
import { requestDeletion, requestOf } from './data-deletion.ts';
import { userIn } from './signed-request.ts';
import { statusPage } from './status-page.ts';

const SECRET = 'secret';

const sign = (payload: unknown, secret = SECRET) => {
  const json = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const text = Buffer.from(json).toString('base64url');
  return `${createHmac('sha256', secret).update(text).digest('base64url')}.${text}`;
};
const PAYLOAD = { algorithm: 'HMAC-SHA256', issued_at: 1291840400, user_id: '218471' };

test('the person is the one in the request that Facebook signed', () => {
  expect(userIn(sign(PAYLOAD), SECRET)).toBe('218471');
});

test('Facebook’s own example is accepted', () => {
  // https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback
  const payload = Buffer.from('{"algorithm":"HMAC-SHA256","user_id":"1"}').toString('base64');
  const signature = createHmac('sha256', SECRET)
    .update(payload)
    .digest('base64')
    .replaceAll('+', '-')
    .replaceAll('/', '_');

  expect(userIn(`${signature}.${payload}`, SECRET)).toBe('1');
});

test.each([
  ['signed with another secret', sign(PAYLOAD, 'other')],
  ['without a signature', `.${sign(PAYLOAD).split('.')[1] ?? ''}`],
  ['of another algorithm', sign({ ...PAYLOAD, algorithm: 'none' })],
  ['without a user', sign({ algorithm: 'HMAC-SHA256' })],
  ['with a user that is no id', sign({ ...PAYLOAD, user_id: '../me' })],
  ['with something after it', `${sign(PAYLOAD)}.x`],
  ['that is no JSON', sign('no JSON')],
  ['that is empty', ''],
  ['that is nonsense', 'nonsense'],
])('a request %s is rejected', (_what, signed) => {
  expect(userIn(signed, SECRET)).toBeUndefined();
});

test('a request is opened and passed on under a code that identifies it; repeating it gives the same code', async () => {
  const requests = fakeRequests();
  const enqueued: Incoming[] = [];
  const enqueue = async (incoming: Incoming) => void enqueued.push(incoming);
  const send = (signed: string) => requestDeletion(signed, SECRET, { requests, enqueue });

  const code = (await send(sign(PAYLOAD))) ?? '';
  expect(await send(sign(PAYLOAD))).toBe(code);
  expect(await send('nonsense')).toBeUndefined();

  const id = requestOf(code) ?? '';
  expect(code).toMatch(/^[\da-f]{32}$/u);
  expect(enqueued).toEqual(Array(2).fill({ kind: 'data-deletion', id, sender: '218471' }));
  expect(await requests.status(id)).toEqual({ state: 'pending', videos: 0 });
  expect(requestOf('../etc/passwd')).toBeUndefined();
});

test('the status page describes the progress in words', () => {
  expect(statusPage({ state: 'pending', videos: 0 })).toContain('are working on it');
  expect(statusPage({ state: 'done', videos: 1 })).toContain('Your video was deleted');
  expect(statusPage({ state: 'done', videos: 3 })).toContain('Your 3 videos were deleted');
  expect(statusPage({ state: 'done', videos: 0 })).toContain('We have no videos from you.');
  expect(statusPage({ state: 'unmatched', videos: 0 })).toContain('delete my videos');
});
