import { expect, test } from '@jest/globals';
import { readMediaLimits } from './media-limits.ts';

test('a limit that is not set has its default', () => {
  expect(readMediaLimits({})).toEqual({
    maxDurationSeconds: 0,
    maxCaptures: 20,
    timeoutSeconds: 120,
  });
});

test('a limit that is set is used', () => {
  const env = { VIDEO_MAX_DURATION: '0', CAPTURES_MAX: '5', FFMPEG_TIMEOUT: '2.5' };

  expect(readMediaLimits(env)).toEqual({
    maxDurationSeconds: 0,
    maxCaptures: 5,
    timeoutSeconds: 2.5,
  });
});

test.each(['', '-1', 'half a minute', 'Infinity'])('a limit of "%s" is an error', (limit) => {
  expect(() => readMediaLimits({ VIDEO_MAX_DURATION: limit })).toThrow();
});
