import { describe, expect, test } from '@jest/globals';
import { RENEW_LINKS_SECONDS } from '@video-service/shared/lifetimes';
import { card, cards } from '../testing/cards.ts';
import type { LibraryPage } from './library-api.ts';
import { EMPTY, type Listing, nextPart, partsWith, withPart } from './listing.ts';

const MINUTE = 60_000;

/** The list after these pages have arrived, one after the other. */
const load = (...pages: LibraryPage[]): Listing =>
  pages.reduce((listing, page) => withPart(listing, nextPart(listing) ?? failed(), page, 0), EMPTY);

const failed = (): never => {
  throw new Error('The list is complete already');
};
const namesIn = ({ videos }: Listing) => videos.map(({ name }) => Number.parseInt(name, 10));
const again = (listing: Listing, part: number, page: LibraryPage, now = MINUTE) =>
  withPart(listing, listing.parts[part] ?? failed(), page, now);

describe('a list that is read page by page', () => {
  test('continues at the last page’s cursor until there is none', () => {
    const first = load({ videos: cards(1, 3), cursor: 'a' });
    expect(nextPart(first)?.cursor).toBe('a');

    const all = load({ videos: cards(1, 3), cursor: 'a' }, { videos: cards(4, 5) });
    expect(namesIn(all)).toEqual([1, 2, 3, 4, 5]);
    expect(nextPart(all)).toBe(undefined);
  });

  test('continues after an empty page with a cursor', () => {
    const pages = [
      { videos: cards(1, 2), cursor: 'a' },
      { videos: [], cursor: 'b' },
    ];
    expect(nextPart(load(...pages))?.cursor).toBe('b');

    expect(namesIn(load(...pages, { videos: cards(9, 9) }))).toEqual([1, 2, 9]);
  });

  test('without videos is complete', () => {
    expect(nextPart(load({ videos: [] }))).toBe(undefined);
  });

  test('knows the local day and time at the camera', () => {
    const recorded = { at: '2026-11-25T23:30:00.000Z', offset: '+01:00', from: 'tag' } as const;
    const [video] = load({ videos: [card(1, { recorded })] }).videos;

    expect([video?.day, video?.clock]).toEqual(['2026-11-26', '00:30']);
  });
});

describe('a reloaded part', () => {
  const three = load(
    { videos: cards(10, 12), cursor: 'a' },
    { videos: cards(20, 22), cursor: 'b' },
    { videos: cards(30, 32) },
  );

  test('changes nothing if only the links differ', () => {
    const videos = cards(20, 22).map((each) => ({ ...each, posterUrl: 'https://b.example/new' }));
    const listing = again(three, 1, { videos, cursor: 'b' });

    expect(listing.videos).toBe(three.videos);
    expect(listing.parts.map(({ askedAt }) => askedAt)).toEqual([0, MINUTE, 0]);
  });

  test('brings new links before the old ones expire', () => {
    const videos = cards(20, 22).map((each) => ({ ...each, posterUrl: 'https://b.example/new' }));
    const listing = again(three, 1, { videos, cursor: 'b' }, RENEW_LINKS_SECONDS * 1000 + MINUTE);

    expect(listing.videos.map(({ posterUrl }) => posterUrl === 'https://b.example/new')).toEqual(
      [10, 11, 12, 20, 21, 22, 30, 31, 32].map((name) => name >= 20 && name < 30),
    );
  });

  test('adds new videos and removes deleted ones', () => {
    const videos = [card(20), card(21, { state: 'failed' }), card(23)];
    const listing = again(three, 1, { videos, cursor: 'c' });

    expect(namesIn(listing)).toEqual([10, 11, 12, 20, 21, 23, 30, 31, 32]);
    expect(listing.videos[4]?.state).toBe('failed');
  });

  test('keeps videos pushed out by new ones, to be loaded as a separate part', () => {
    const grown = again(three, 0, { videos: cards(7, 9), cursor: 'n' });
    expect(namesIn(grown).slice(0, 6)).toEqual([7, 8, 9, 10, 11, 12]);
    expect(grown.parts.map(({ cursor }) => cursor)).toEqual([undefined, 'n', 'a', 'b']);

    const asked = again(grown, 1, { videos: [card(10), card(12)], cursor: 'a' });
    expect(namesIn(asked)).toEqual([7, 8, 9, 10, 12, 20, 21, 22, 30, 31, 32]);
    expect(nextPart(asked)).toBe(undefined);
  });

  test('at the end of the list removes everything below it', () => {
    const listing = again(three, 1, { videos: [card(20)] });

    expect(namesIn(listing)).toEqual([10, 11, 12, 20]);
    expect(nextPart(listing)).toBe(undefined);
  });

  test('of a complete list continues if there are more now', () => {
    const grown = again(load({ videos: cards(10, 12) }), 0, { videos: cards(8, 10), cursor: 'z' });

    expect(namesIn(grown)).toEqual([8, 9, 10, 11, 12]);
    expect(nextPart(grown)?.cursor).toBe('z');
  });

  test('lists a video once, even if its time has changed', () => {
    const { recorded } = card(9);
    const videos = [card(30, { recorded }), ...cards(10, 12)];
    const listing = again(three, 0, { videos, cursor: 'a' });

    expect(namesIn(listing)).toEqual([30, 10, 11, 12, 20, 21, 22, 31, 32]);
  });

  test('is found by the visible positions', () => {
    const at = (name: number) =>
      three.videos.find((video) => video.name === `${name}.mp4`)?.position;
    const seen = (first: number, last: number) =>
      partsWith(three, at(first) ?? '', at(last) ?? '').map(({ cursor }) => cursor);

    expect(seen(10, 11)).toEqual([undefined]);
    expect(seen(12, 20)).toEqual([undefined, 'a']);
    expect(seen(22, 22)).toEqual(['a']);
    expect(seen(30, 32)).toEqual(['b']);
  });
});
