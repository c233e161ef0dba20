import { RENEW_LINKS_SECONDS } from '@video-service/shared/lifetimes';
import { localTimeOf, positionOf } from '#api/library-entry';
import type { Card, LibraryPage } from './library-api.ts';

/** A listed video, with the local day and time at its camera. */
export type Video = Card & { position: string; day: string; clock: string; linkedAt: number };

/** A part of the list from one request: everything below a position, from its cursor on. */
export type Part = { below: string; cursor?: string; askedAt: number };

/** The newest videos of a query, in the loaded parts. `next` is where more begin. */
export type Listing = { videos: Video[]; parts: Part[]; next?: string };

export const EMPTY: Listing = { videos: [], parts: [] };

const RENEW_LINKS_MS = RENEW_LINKS_SECONDS * 1000;
const ABOVE_ALL = '\uffff';

/** Where the next part begins; undefined if the list is complete. */
export const nextPart = ({ videos, parts, next }: Listing): Omit<Part, 'askedAt'> | undefined => {
  if (parts.length === 0) return { below: ABOVE_ALL };
  return next === undefined
    ? undefined
    : { below: videos.at(-1)?.position ?? ABOVE_ALL, cursor: next };
};

/** The parts at these positions, in order. */
export const partsWith = ({ parts }: Listing, first: string, last: string): Part[] =>
  parts.filter(({ below }, index) => below > last && (parts[index + 1]?.below ?? '') <= first);

/**
 * Merges a new or reloaded part into the list: videos missing from it are removed, and unchanged ones stay as they are,
 * with their links while these are valid.
 */
export const withPart = (
  listing: Listing,
  part: Omit<Part, 'askedAt'>,
  page: LibraryPage,
  now: number,
): Listing => {
  const { videos } = listing;
  const end = endOf(part, page);
  const [from, to] = [countFrom(videos, part.below), countFrom(videos, end)];
  const before = videos.slice(from, to);
  const known = new Map(before.map((video) => [video.id, video]));
  const fresh = page.videos.map((card) => renewed(known.get(card.id), card, now));
  const isSame = fresh.length === before.length && fresh.every((each, at) => each === before[at]);
  return {
    ...partsAfter(listing, { ...part, askedAt: now }, page, end),
    videos: isSame ? videos : splice(videos, from, to, fresh),
  };
};

// How many of the sorted videos are at or before a position.
const countFrom = (videos: Video[], position: string) => {
  let low = 0;
  let high = videos.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((videos[middle]?.position ?? '') >= position) low = middle + 1;
    else high = middle;
  }
  return low;
};

// A video whose time has changed was in another place before.
const splice = (videos: Video[], from: number, to: number, fresh: Video[]) => {
  const ids = new Set(fresh.map(({ id }) => id));
  const isElse = ({ id }: Video) => !ids.has(id);
  return [...videos.slice(0, from).filter(isElse), ...fresh, ...videos.slice(to).filter(isElse)];
};

// The part is authoritative down to here.
const endOf = ({ below }: Pick<Part, 'below'>, { videos, cursor }: LibraryPage) => {
  if (cursor === undefined) return '';
  const last = videos.at(-1);
  return last ? positionOf(last) : below;
};

const partsAfter = (
  { parts, next }: Listing,
  part: Part,
  { cursor }: LibraryPage,
  end: string,
): Omit<Listing, 'videos'> => {
  const at = parts.findIndex((each) => each.cursor === part.cursor);
  const before = at < 0 ? parts : parts.slice(0, at);
  const after = at < 0 ? [] : parts.slice(at + 1);
  if (cursor === undefined) return { parts: [...before, part] };
  const [following] = after;
  // More videos have arrived than fit into one part.
  if (following && following.below < end)
    return {
      parts: [...before, part, { below: end, cursor, askedAt: 0 }, ...after],
      ...nextOf(next),
    };
  return { parts: [...before, part, ...after], ...nextOf(following ? next : cursor) };
};

const nextOf = (next: string | undefined) => (next === undefined ? {} : { next });

const renewed = (known: Video | undefined, card: Card, now: number): Video => {
  if (known && now - known.linkedAt < RENEW_LINKS_MS && contentOf(known) === contentOf(card))
    return known;
  const local = localTimeOf(card.recorded);
  const day = local.slice(0, 10);
  return { ...card, position: positionOf(card), day, clock: local.slice(11, 16), linkedAt: now };
};

// Links differ each time they are signed.
const contentOf = ({ id, state, name, camera, recorded, durationSeconds, error, ...card }: Card) =>
  JSON.stringify([
    ...[id, state, name, camera, recorded, durationSeconds, error, card.kept, card.labels],
    card.moments.map(({ frame }) => frame),
    [card.posterUrl, card.previewUrl, card.gifUrl].map((url) => url !== undefined),
  ]);
