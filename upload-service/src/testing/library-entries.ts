import type { LibraryEntry } from '#api/library-entry';

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
export const randomFrom = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

const CAMERAS = ['garden', 'garage', 'front door', 'cabin'];
const LABELS = ['Person', 'Dog', 'Car', 'Cat', 'Bicycle', 'Bird', 'Plant', 'Truck'];
const OFFSETS = ['+00:00', '+01:00', '+02:00', '-05:00', '+05:45', '-11:00', '+14:00'];
const FIRST = Date.parse('2025-01-01T00:00:00Z');
const YEAR = 365 * 24 * 3600 * 1000;

/** A video whose id comes from its number; the rest is random. */
export const randomEntry = (number: number, random: () => number): LibraryEntry => {
  const pick = <Item>(items: Item[]) => items[Math.floor(random() * items.length)] as Item;
  const id = `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
  const door = pick(['page', 'messenger', 'camera', 'camera', 'camera'] as const);
  const camera = door === 'camera' ? pick(CAMERAS) : undefined;
  const captures = Array.from({ length: Math.ceil(random() * 6) }, (_, index) => ({
    frame: `${index * 1000}`,
    time: index,
    key: `captures/${id}/clip-${index * 1000}.png`,
  }));
  const labels = LABELS.map((name) => ({
    name,
    captures: captures.flatMap((_, index) => (random() < 0.15 ? [index] : [])),
  })).filter((label) => label.captures.length > 0);
  return {
    id,
    revision: 1,
    state: random() < 0.05 ? 'failed' : 'ready',
    door,
    key: `videos/${camera ?? id}/clip-${number}.mp4`,
    name: `clip-${number}.mp4`,
    ...(camera !== undefined && { camera }),
    recorded: {
      at: new Date(FIRST + Math.floor(random() * YEAR)).toISOString(),
      offset: pick(OFFSETS),
      from: 'name',
    },
    captures,
    labels,
    previews: {},
  };
};
