import { expect, test } from '@jest/globals';
import type { Facts } from './facts.ts';
import { nameStage } from './place.ts';
import { placeOf } from './place-of.ts';

const ID = '7a1c2a0e-3b12-4fef-91e0-5f1ee9a1a3b4';
const KEY = 'videos/garden/clip.mp4';
const NOW = Date.parse('2026-11-22T12:40:00.000Z');
const BEGUN = '2026-11-22T12:30:00.000Z';

type Session = NonNullable<Facts['session']>;

const session = (changes: Partial<Session> = {}): Session => ({
  id: ID,
  status: 0,
  source: { bucket: 'source', key: KEY, size: 7 },
  labelled: new Set<string>(),
  createdAt: BEGUN,
  updatedAt: BEGUN,
  ...changes,
});
const rendered = { gif: 'a.gif', captures: 2, pictures: new Set(['0', '500']) };
const capture = (frame: string) => ({ frame, time: Number(frame) / 1000 });
const captures = [capture('0'), capture('500')];

const facts = (changes: Partial<Facts> = {}): Facts => ({
  id: ID,
  now: NOW,
  deadlineSeconds: 25_200,
  captures: [],
  givenUp: [],
  unread: [],
  ...changes,
});
const there = { at: BEGUN, isAnother: false };
const stageOf = (changes: Partial<Facts>) => {
  const place = placeOf(facts(changes));
  return [nameStage(place), place.next?.what, place.next?.at];
};

test.each<[string, Partial<Facts>, (string | undefined)[]]>([
  [
    'an upload whose session is not open yet',
    { key: KEY, object: there, waiting: { sessions: 3, captures: 0, deadLetters: 0 } },
    [
      'uploaded, waiting for its session',
      'create-session takes it from the queue; tries are three minutes apart',
      undefined,
    ],
  ],
  [
    'an upload that S3 has not told of',
    { key: KEY, object: there, waiting: { sessions: 0, captures: 0, deadLetters: 0 } },
    ['uploaded, waiting for its session', 'S3 publishes the upload, within minutes', undefined],
  ],
  [
    'an upload link that was not used',
    { page: { status: 0 }, object: 'gone' },
    ['announced by the page', 'the browser uploads it', undefined],
  ],
  [
    'a video that the bot has not fetched',
    { said: { acknowledgement: true } },
    ['sent to the bot', 'the bot downloads it from Facebook', undefined],
  ],
  [
    'a session of which nothing is rendered',
    { session: session() },
    [
      'rendering previews and captures',
      'without progress, rendering is restarted',
      '2026-11-22T13:00:00.000Z',
    ],
  ],
  [
    'a session that was started again, without captures',
    { session: session({ gif: 'a.gif', restarted: true }) },
    ['taking captures', 'without progress, it fails with TIMED_OUT', '2026-11-22T19:30:00.000Z'],
  ],
  [
    'a session without its preview',
    { session: session({ captures: 0 }) },
    ['rendering previews', 'without progress, rendering is restarted', '2026-11-22T13:00:00.000Z'],
  ],
  [
    'a session that is being labelled',
    { session: session({ ...rendered, labelled: new Set(['0']) }), captures },
    [
      'labelling (1 of 2 captures)',
      'each capture is retried every six minutes; without progress, and once none is waiting, the video is published without the rest',
      '2026-11-22T13:00:00.000Z',
    ],
  ],
  [
    'a session that has everything',
    { session: session({ ...rendered, labelled: new Set(['0', '500']) }), captures },
    ['complete', 'the sweep: its metadata.json is published', '2026-11-22T12:41:00.000Z'],
  ],
  [
    'a session with an error',
    {
      session: session({
        error: { stage: 'gif', code: 'GIF_FAILED', message: 'No preview.', hint: 'Again.' },
      }),
    },
    [
      'failing (GIF_FAILED)',
      'the sweep: its metadata.json is published',
      '2026-11-22T12:41:00.000Z',
    ],
  ],
  [
    'a ready video of which nobody has heard',
    {
      session: session({ ...rendered, status: 1 }),
      published: { status: 1, revision: 2, at: BEGUN },
      page: { status: 0 },
      library: { state: 'ready', revision: 1 },
    },
    ['ready (revision 2)', 'Render Ready reaches the page and the library', undefined],
  ],
  [
    'a ready video whose labels came late',
    {
      session: session({ ...rendered, status: 1, relabelled: 1 }),
      isListed: true,
      published: { status: 1, revision: 1, at: BEGUN },
    },
    ['ready (revision 1)', 'the sweep: late labels are published', '2026-11-22T12:41:00.000Z'],
  ],
  [
    'a ready video',
    {
      session: session({ ...rendered, status: 1 }),
      published: { status: 1, revision: 1, at: BEGUN },
    },
    ['ready (revision 1)', undefined, undefined],
  ],
  [
    'a ready video in a page of an earlier version',
    {
      session: session({ ...rendered, status: 1 }),
      published: { status: 1, revision: 1, at: BEGUN },
      page: { status: 1 },
      library: { state: 'ready', revision: 1 },
    },
    ['ready (revision 1)', undefined, undefined],
  ],
  [
    'a ready video whose session has expired',
    { key: KEY, object: there, published: { status: 1, revision: 1, at: BEGUN } },
    ['ready (its session has expired)', undefined, undefined],
  ],
  [
    'a failed video whose session has expired',
    { key: KEY, object: there, published: { status: -1, revision: 1, at: BEGUN } },
    ['failed (its session has expired)', undefined, undefined],
  ],
  [
    'a video that is being deleted',
    { tombstone: { deletedAt: BEGUN } },
    [
      'being deleted',
      'the sweep deletes what running steps have left behind',
      '2026-11-22T12:46:00.000Z',
    ],
  ],
  ['a deleted video', { tombstone: {} }, ['deleted', undefined, undefined]],
  [
    'a deleted video of which only the page’s tombstone is left',
    { page: 'deleted' },
    ['deleted', undefined, undefined],
  ],
  [
    'a video that only the page has deleted yet',
    { page: 'deleted', session: session() },
    ['being deleted', 'the request to delete it reaches video-service', undefined],
  ],
  ['nothing', {}, ['unknown', undefined, undefined]],
])('says where %s is, and what happens next', (_, known, expected) => {
  expect(stageOf(known)).toEqual(expected);
});

test('says why a video is stuck, and what to do', () => {
  const { causes, unknown } = placeOf(
    facts({
      session: session(rendered),
      captures: [
        capture('0'),
        {
          ...capture('500'),
          error: {
            stage: 'labels',
            code: 'LABEL_BUDGET_REACHED',
            message: 'The daily label budget is used up.',
            hint: 'Wait.',
          },
        },
      ],
      object: { at: BEGUN, isAnother: true },
      waiting: { sessions: 0, captures: 12, deadLetters: 0 },
      givenUp: [{ id: 'm1', step: 'create-gif', reason: 'Task timed out', at: BEGUN }],
      unread: ['The bot'],
    }),
  );

  expect(causes).toEqual([
    {
      message: 'create-gif failed for good (Task timed out).',
      hint: 'Once the cause is fixed, run npm run redrive -- --replay m1.',
    },
    { message: 'Another object has replaced it.' },
    { message: '1 of its captures: The daily label budget is used up.', hint: 'Wait.' },
    { message: 'Captures waiting to be labelled, of all videos: 12.' },
  ]);
  expect(unknown).toEqual(['The bot cannot be read with these credentials.']);
});

test('says how many dead letters there are if they are only counted', () => {
  const waiting = { sessions: 0, captures: 0, deadLetters: 2 };

  expect(placeOf(facts({ session: session(), waiting })).unknown).toEqual([
    'Steps that failed for good, of all videos: 2. Only npm run where shows whether this video is among them.',
  ]);
});
