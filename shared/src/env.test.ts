import { afterEach, expect, test } from '@jest/globals';
import { readEnv, readNumbers } from './env.ts';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

test('the named variables come back and no others', () => {
  process.env['TABLE'] = 'things';
  process.env['TOPIC'] = 'news';

  expect(readEnv('TABLE')).toEqual({ TABLE: 'things' });
});

test('one error lists every missing or empty name, and no value', () => {
  process.env['TABLE'] = 'things';
  process.env['EMPTY'] = '';

  expect(() => readEnv('TABLE', 'EMPTY', 'NOWHERE')).toThrow(
    new Error('Missing environment variables: EMPTY, NOWHERE. Set them in serverless.yml.'),
  );
});

test('numbers come back as numbers', () => {
  process.env['LIMIT'] = '0.5';

  expect(readNumbers('LIMIT')).toEqual({ LIMIT: 0.5 });
});

test('one error lists every variable that is no number, and no value', () => {
  Object.assign(process.env, { LIMIT: '7', MANY: '7 or so', BLANK: ' ' });

  expect(() => readNumbers('LIMIT', 'MANY', 'BLANK')).toThrow(
    new Error('Not numbers: MANY, BLANK. See serverless.yml.'),
  );
});
