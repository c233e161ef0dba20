import { expect, test } from '@jest/globals';
import { verifyWebhook } from './verify-webhook.ts';

const query = {
  'hub.mode': 'subscribe',
  'hub.verify_token': 'ours',
  'hub.challenge': '1158201444',
};

test('our own token gets its challenge back', () => {
  expect(verifyWebhook(query, 'ours')).toBe('1158201444');
});

test.each([
  ['another token', { ...query, 'hub.verify_token': 'theirs' }],
  ['no token', { 'hub.mode': 'subscribe', 'hub.challenge': '1' }],
  ['another mode', { ...query, 'hub.mode': 'unsubscribe' }],
  ['nothing', {}],
])('%s gets no challenge', (_, asked) => {
  expect(verifyWebhook(asked, 'ours')).toBeUndefined();
});
