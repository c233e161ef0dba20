import { expect, test } from '@jest/globals';
import { accountFor, type Outcome, type Seen } from './outcomes.ts';

const ready = (name: string, rest: Partial<Outcome> = {}): Outcome => ({
  ...{ at: `${name}/metadata.json`, video: `videos/${name}`, status: 1, revision: 1 },
  ...rest,
});
const failed = (name: string, code: string) => ready(name, { status: -1, code });

/** A bank in which `film` is ready and `note`, which is not a video, has failed, with changes. */
const seen = (changes: Partial<Seen> = {}): Seen => ({
  dropped: [
    { key: 'videos/film', isVideo: true },
    { key: 'videos/note', isVideo: false },
  ],
  objects: ['videos/film', 'videos/note'],
  outcomes: [ready('film'), failed('note', 'NOT_A_VIDEO')],
  told: ['film/metadata.json', 'note/metadata.json'],
  ...changes,
});

test('counts each video that ended once, as expected, and was reported once', () => {
  expect(accountFor(seen())).toEqual({ ready: 1, failed: { NOT_A_VIDEO: 1 }, problems: [] });
});

test('a video whose upload was interrupted but complete counts as accepted', () => {
  const account = accountFor(
    seen({
      objects: ['videos/film', 'videos/note', 'videos/unheard'],
      outcomes: [ready('film'), failed('note', 'NOT_A_VIDEO'), ready('unheard')],
      told: ['film/metadata.json', 'note/metadata.json', 'unheard/metadata.json'],
    }),
  );

  expect(account).toMatchObject({ ready: 2, problems: [] });
});

test('late labels are reported once more, with their revision', () => {
  const outcomes = [ready('film', { revision: 2 }), failed('note', 'NOT_A_VIDEO')];
  const told = ['film/metadata.json', 'film/metadata.json', 'note/metadata.json'];

  expect(accountFor(seen({ outcomes, told })).problems).toEqual([]);
});

test('a video that failed because its steps crashed three times has ended as expected', () => {
  const outcomes = [failed('film', 'GIF_FAILED'), failed('note', 'NOT_A_VIDEO')];

  expect(accountFor(seen({ outcomes }))).toEqual({
    ...{ ready: 0, failed: { GIF_FAILED: 1, NOT_A_VIDEO: 1 } },
    problems: [],
  });
});

test.each<[string, Partial<Seen>, string[]]>([
  [
    'is lost',
    { objects: ['videos/note'], outcomes: [failed('note', 'NOT_A_VIDEO')] },
    ['videos/film was accepted and is lost'],
  ],
  ['has no outcome', { outcomes: [failed('note', 'NOT_A_VIDEO')] }, ['videos/film has 0 outcomes']],
  [
    'has two outcomes',
    {
      outcomes: [
        ready('film'),
        ready('film', { at: 'again/metadata.json' }),
        failed('note', 'NOT_A_VIDEO'),
      ],
      told: ['film/metadata.json', 'again/metadata.json', 'note/metadata.json'],
    },
    ['videos/film has 2 outcomes'],
  ],
  [
    'is told twice',
    { told: ['film/metadata.json', 'film/metadata.json', 'note/metadata.json'] },
    ['videos/film was told 2 times and has 1 revisions'],
  ],
  [
    'is never told',
    { told: ['note/metadata.json'] },
    ['videos/film was told 0 times and has 1 revisions'],
  ],
  [
    'is blamed for what the machine did',
    { outcomes: [failed('film', 'NOT_A_VIDEO'), failed('note', 'NOT_A_VIDEO')] },
    ['videos/film is a sound video and failed with NOT_A_VIDEO'],
  ],
  [
    'has an outcome without an object',
    {
      outcomes: [ready('film'), failed('note', 'NOT_A_VIDEO'), ready('ghost')],
      told: ['film/metadata.json', 'note/metadata.json', 'ghost/metadata.json'],
    },
    ['videos/ghost has an outcome and no object'],
  ],
  [
    'is no video and ready all the same',
    { outcomes: [ready('film'), ready('note')] },
    ['videos/note is no video and ended otherwise'],
  ],
])('a video that %s is named', (_, changes, problems) => {
  expect(accountFor(seen(changes)).problems).toEqual(problems);
});
