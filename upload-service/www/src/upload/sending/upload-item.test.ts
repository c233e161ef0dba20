import { expect, test } from '@jest/globals';
import { toItem } from './upload-item.ts';

const file = {
  id: 'a',
  name: 'clip.mp4',
  size: 100,
  isGhost: false,
  progress: { uploadStarted: 1, bytesUploaded: 40, bytesTotal: 100, percentage: 40 },
} as const;
const error = { message: 'No.', hint: 'Again.' };

test('an active upload shows its progress', () => {
  expect(toItem(file)).toEqual({
    id: 'a',
    name: 'clip.mp4',
    bytes: 100,
    sentBytes: 40,
    state: 'sending',
  });
});

test.each([
  ['paused', { isPaused: true }, undefined],
  ['waiting', {}, 'waiting' as const],
  ['failed', {}, error],
  ['lost', { isGhost: true }, undefined],
])('an upload is %s', (state, change, condition) => {
  expect(toItem({ ...file, ...change }, condition).state).toBe(state);
});
