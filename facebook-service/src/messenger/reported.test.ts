import { expect, test } from '@jest/globals';
import type { Said } from './conversation.ts';
import { NotSent } from './not-sent.ts';
import { reported } from './reported.ts';

const sessionId = '7a1c2a0e-0b3f-4d52-9b60-0d8f4a3a6a11';

/** The log lines of a part with this outcome. */
const logOf = async (end: () => Promise<Said>) => {
  const lines: unknown[] = [];
  const log = { warn: (...line: unknown[]) => void lines.push(line) };
  const { say } = reported({ say: end, insist: end }, { sessionId, log });
  await say('gif', { text: 'hello' }).catch(() => undefined);
  return lines;
};

test.each(['sent', 'repeated'] as const)('a part that is %s logs nothing', async (result) => {
  expect(await logOf(async () => ({ result }))).toEqual([]);
});

test('a lost message is logged with the reason', async () => {
  const refused = { result: 'refused', code: 10, subcode: 2018278, reason: 'window' } as const;

  expect(await logOf(async () => refused)).toEqual([
    ['message lost', { sessionId, part: 'gif', ...refused }],
  ]);
  expect(await logOf(async () => ({ result: 'unknown' }))).toEqual([
    ['message lost', { sessionId, part: 'gif', result: 'unknown' }],
  ]);
  expect(await logOf(async () => ({ result: 'abandoned' }))).toEqual([
    ['message lost', { sessionId, part: 'gif', result: 'abandoned' }],
  ]);
});

test('a message that can be retried is logged, and still fails its run', async () => {
  const busy = () => Promise.reject(new NotSent('the Send API is busy'));

  expect(await logOf(busy)).toEqual([
    ['message not sent', { sessionId, part: 'gif', error: 'NotSent: the Send API is busy' }],
  ]);
  await expect(
    reported({ say: busy, insist: busy }, { sessionId, log: { warn: () => undefined } }).insist(
      'gif',
      { text: 'hello' },
    ),
  ).rejects.toThrow(NotSent);
});
