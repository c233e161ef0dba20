import { expect, test } from '@jest/globals';
import { randomEntry, randomFrom } from '../testing/library-entries.ts';
import { toCard } from './video-card.ts';

const links = { to: async (key: string) => `https://bucket.example/${key}` };

test('a card lists specific labels before general ones, most frequent first', async () => {
  const labels = [
    { name: 'Vehicle', captures: [0, 1, 2], general: true as const },
    { name: 'Car', captures: [0] },
    { name: 'Person', captures: [0, 1] },
  ];
  const entry = { ...randomEntry(1, randomFrom(1)), labels, kept: false };

  const card = await toCard({ entry, moments: [] }, { source: links, renders: links });

  expect(card.labels).toEqual(['Person', 'Car', 'Vehicle']);
});
