import { expect, test } from '@jest/globals';
import { formatPlace } from './format-place.ts';

const NOW = Date.parse('2026-11-22T12:40:00.000Z');
const ID = '7a1c2a0e-3b12-4fef-91e0-5f1ee9a1a3b4';

test('a place is described in a few lines, with times in words', () => {
  const text = formatPlace(
    {
      id: ID,
      key: 'videos/garden/clip.mp4',
      stage: 'failing',
      detail: 'GIF_FAILED',
      since: '2026-11-22T12:30:00.000Z',
      tries: 2,
      next: { what: 'its metadata.json is published', at: '2026-11-22T19:30:00.000Z' },
      causes: [
        { message: 'No preview.', hint: 'Send it again.' },
        { message: 'Its object is no longer in the source bucket.' },
      ],
      unknown: ['The bot cannot be read with these credentials.'],
    },
    NOW,
  );

  expect(text).toBe(
    [
      `${ID}  videos/garden/clip.mp4`,
      '  failing (GIF_FAILED), since 2026-11-22T12:30:00.000Z (10 minutes ago)',
      '  started 2 times',
      '  next: its metadata.json is published, 2026-11-22T19:30:00.000Z (in 6 hours)',
      '  why: No preview. Send it again.',
      '  why: Its object is no longer in the source bucket.',
      '  not known: The bot cannot be read with these credentials.',
    ].join('\n'),
  );
});

test('a place of which little is known takes two lines', () => {
  expect(formatPlace({ id: ID, stage: 'deleted', causes: [], unknown: [] }, NOW)).toBe(
    `${ID}\n  deleted`,
  );
});
