import { afterEach, expect, test } from '@jest/globals';
import { readEnv } from './env.ts';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

test('returns the named variables and no others', () => {
  process.env['TABLE'] = 'things';
  process.env['TOPIC'] = 'news';

  expect(readEnv('TABLE')).toEqual({ TABLE: 'things' });
});

test('one error lists every missing or empty name, without values', () => {
  process.env['TABLE'] = 'things';
  process.env['EMPTY'] = '';

  expect(() => readEnv('TABLE', 'EMPTY', 'NOWHERE')).toThrow(
    new Error('Missing environment variables: EMPTY, NOWHERE. Set them in serverless.yml.'),
  );
});
