import { expect, test } from '@jest/globals';
import { newsOf } from './upload-news.ts';

const item = (id: string, state: 'sending' | 'waiting' | 'failed' = 'sending') => ({
  id,
  name: `${id}.mp4`,
  state,
});
const twenty = Array.from({ length: 20 }, (_, index) => item(String(index)));

test('nothing is announced without a change', () => {
  expect(newsOf(twenty, twenty)).toBe('');
});

test('a single change is announced by name', () => {
  const after = twenty.map((each) => (each.id === '7' ? item('7', 'failed') : each));

  expect(newsOf(twenty, after)).toBe('Not uploaded: 7.mp4.');
});

test('many simultaneous changes are counted', () => {
  const waiting = twenty.map(({ id }) => item(id, 'waiting'));

  expect(newsOf([], twenty)).toBe('Uploading 20 videos.');
  expect(newsOf(twenty, waiting)).toBe('Connection lost while sending 20 videos. Retrying.');
});

test('an upload that leaves the list is not announced', () => {
  expect(newsOf(twenty, twenty.slice(1))).toBe('');
});
