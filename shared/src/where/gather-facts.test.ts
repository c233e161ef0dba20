import { expect, test } from '@jest/globals';
import type { BankReader, Row } from './bank-reader.ts';
import { gatherFacts, type Letter } from './gather-facts.ts';

const ID = '7a1c2a0e-3b12-4fef-91e0-5f1ee9a1a3b4';
const KEY = 'videos/front door/clip+1 ä.mp4';
const NOW = Date.parse('2026-11-22T12:40:00.000Z');

class Denied extends Error {
  override readonly name = 'AccessDeniedException';
}

/** A bank in which nothing is known but the given rows. */
const bankOf = (rows: Record<string, Row> = {}, more: Partial<BankReader> = {}): BankReader => ({
  row: async (table) => rows[table],
  captures: async () => [],
  video: async () => undefined,
  results: async () => undefined,
  waiting: async () => ({ sessions: 0, captures: 0, deadLetters: 0 }),
  ...more,
});
const gather = (bank: BankReader, letters: Letter[] = [], key?: string) =>
  gatherFacts(
    { id: ID, key },
    { bank, deadLetters: async () => letters, deadlineSeconds: 1, now: () => NOW },
  );
const letter = (body: string): Letter => ({ id: body, body, step: 'a', reason: 'b', at: 'c' });

const session = (etag?: string): Row => {
  const source = { bucket: 'source', key: KEY, size: 7, ...(etag !== undefined && { etag }) };
  return { id: ID, status: 0, source, createdAt: '2026-11-22T12:00:00.000Z' };
};

const NAMED_BY = [
  JSON.stringify({ id: ID }),
  JSON.stringify({ key: KEY }),
  // A notification of S3, with and without an encoded slash, alone and inside an event of SNS.
  '{"key":"videos/front+door/clip%2B1+%C3%A4.mp4"}',
  '{"key":"videos%2Ffront+door%2Fclip%2B1+%C3%A4.mp4"}',
  JSON.stringify({ Message: '{"key":"videos/front+door/clip%2B1+%C3%A4.mp4"}' }),
];

test.each(NAMED_BY)('a dead letter is about the video if it says %s', async (body) => {
  const { givenUp } = await gather(bankOf(), [letter(body)], KEY);

  expect(givenUp).toEqual([{ id: body, step: 'a', reason: 'b', at: 'c' }]);
});

test.each([
  '{"key":"videos/front+door/clip%2B1+%C3%A4.mp4.mp4"}',
  '{"key":"old/videos/front+door/clip%2B1+%C3%A4.mp4"}',
  '{"key":"videos/garden/clip.mp4"}',
])('a dead letter is about another video if it says %s', async (body) => {
  expect((await gather(bankOf(), [letter(body)], KEY)).givenUp).toEqual([]);
});

test.each<[string, BankReader]>([
  ['session', bankOf({ sessions: session() })],
  ['page', bankOf({ pageSessions: { id: ID, key: KEY, status: 0 } })],
  ['library', bankOf({ library: { entry: { state: 'processing', revision: 0, key: KEY } } })],
  [
    'metadata.json',
    bankOf(
      {},
      { results: async () => ({ at: '', text: JSON.stringify({ status: 1, video: KEY }) }) },
    ),
  ],
])('the key of a video is known from its %s', async (_, bank) => {
  const keys: string[] = [];
  const video = async (key: string) => {
    keys.push(key);
    return { at: '2026-11-22T12:00:00.000Z', etag: '"b"' };
  };

  const facts = await gather({ ...bank, video });

  expect([facts.key, keys]).toEqual([KEY, [KEY]]);
});

test('an object with another eTag is another object', async () => {
  const at = '2026-11-22T12:00:00.000Z';
  const video = async () => ({ at, etag: '"b"' });

  expect((await gather(bankOf({ sessions: session('"a"') }, { video }))).object).toEqual({
    at,
    isAnother: true,
  });
  expect((await gather(bankOf({ sessions: session('"b"') }, { video }))).object).toEqual({
    at,
    isAnother: false,
  });
});

test('what may not be read is listed, and the rest is still known', async () => {
  const denied = async () => {
    throw new Denied();
  };
  const bank = bankOf({ sessions: session() }, { captures: denied, waiting: denied });

  const facts = await gather(bank);

  expect(facts).toMatchObject({ key: KEY, object: 'gone', captures: [] });
  expect(facts.unread).toEqual(['The label table', 'The queues']);
});

test('any other error is thrown', async () => {
  const captures = async () => {
    throw new Error('Connection lost');
  };

  await expect(gather(bankOf({}, { captures }))).rejects.toThrow('Connection lost');
});
