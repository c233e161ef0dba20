import type { Card } from '../list/library-api.ts';

const NEWEST = Date.parse('2026-11-25T12:00:00.000Z');
const HOUR_MS = 3_600_000;

/** The card of a video recorded so many hours before noon of 25 November 2026. */
export const card = (hoursBefore: number, change: Partial<Card> = {}): Card => ({
  id: `00000000-0000-4000-8000-${String(hoursBefore).padStart(12, '0')}`,
  state: 'ready',
  door: 'camera',
  camera: 'garden',
  name: `${hoursBefore}.mp4`,
  recorded: {
    at: new Date(NEWEST - hoursBefore * HOUR_MS).toISOString(),
    offset: '+00:00',
    from: 'name',
  },
  kept: false,
  labels: ['Dog'],
  moments: [],
  posterUrl: `https://bucket.example/${hoursBefore}?signature=1`,
  ...change,
});

/** The cards of a range of hours. */
export const cards = (from: number, to: number): Card[] =>
  Array.from({ length: to - from + 1 }, (_, index) => card(from + index));
