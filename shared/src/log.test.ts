import { afterEach, expect, jest, test } from '@jest/globals';
import { createLog } from './log.ts';
import { shortHash } from './short-hash.ts';

afterEach(() => {
  jest.restoreAllMocks();
  delete process.env['POWERTOOLS_SERVICE_NAME'];
});

const ID = '7a1c2a0e-0b3f-4d52-9b60-0d8f4a3a6a11';
// printf %s 7a1c2a0e-0b3f-4d52-9b60-0d8f4a3a6a11 | sha256sum | cut -c1-12
const HASH = 'c5a920f67808';
const PERSON = '24681357913579135';

/** The lines logged from now on. */
const capture = (): string[] => {
  const lines: string[] = [];
  const write = (line: string | Uint8Array) => lines.push(String(line)) > 0;
  jest.spyOn(process.stdout, 'write').mockImplementation(write);
  jest.spyOn(process.stderr, 'write').mockImplementation(write);
  return lines;
};

test('ids of sessions and people are logged as short hashes, wherever they occur', () => {
  const lines = capture();
  const log = createLog('create-gif');

  log.info('rendered', { sessionId: ID });
  log.warn('not a capture', { key: `captures/${ID}/a-1.png`, list: [{ id: ID.toUpperCase() }] });
  log.error('request failed', new Error(`no session ${ID}`));
  log.error(`of ${PERSON}`, { error: String(new Error(`no person ${PERSON}, ${ID}`)) });

  const text = lines.join('');
  expect(text.toLowerCase()).not.toContain(ID);
  expect(text).not.toContain(PERSON);
  expect(lines.map((line) => line.split(HASH).length - 1)).toEqual([1, 2, 2, 1]);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ sessionId: HASH });
  expect(shortHash(ID)).toBe(HASH);
});

test('times, counts and other numbers are logged unchanged', () => {
  const lines = capture();

  createLog('status').info('settled', { at: '1764450000000', bytes: 2147483648, frame: 12 });

  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    ...{ at: '1764450000000', bytes: 2147483648, frame: 12 },
  });
});

test('an outcome is one JSON line with service, step and session', () => {
  process.env['POWERTOOLS_SERVICE_NAME'] = 'video-service';
  const lines = capture();

  createLog('create-gif').info('rendered', { sessionId: 'a' });

  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'INFO',
    message: 'rendered',
    service: 'video-service',
    step: 'create-gif',
    sessionId: 'a',
  });
});
