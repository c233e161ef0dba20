import { expect, test } from '@jest/globals';
import { finalTrouble } from './upload-trouble.ts';

test.each([
  ['no answer at all', 0, ''],
  ['a server that is down', 503, '<Code>SlowDown</Code>'],
  ['too many requests', 429, ''],
  ['a connection that was too slow', 400, '<Code>RequestTimeout</Code>'],
])('%s may go away', (_what, status, body) => {
  expect(finalTrouble({ status, body })).toBe(undefined);
});

test.each([
  ['a video that is too large', 400, '<Code>EntityTooLarge</Code>', 'The video is too large.'],
  ['a signature that has expired', 403, '', 'The storage did not take the video.'],
])('%s does not', (_what, status, body, message) => {
  expect(finalTrouble({ status, body })?.message).toBe(message);
});
