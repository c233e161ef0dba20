import { localTimeOf, positionOf } from '#api/library-entry';
import type { Card, LibraryPage } from './library-api.ts';

/** A video of the list, with the day and the time that a clock beside the camera showed. */
export type Video = Card & { position: string; day: string; clock: string; linkedAt: number };

/** A part of the list as one request got it: all below a position, from its cursor on. */
export type Part = { below: string; cursor?: string; askedAt: number };

/** The newest videos of a query, in the parts that have been asked for. `next` is where more of them begin. */
export type Listing = { videos: Video[]; parts: Part[]; next?: string };

export const EMPTY: Listing = { videos: [], parts: [] };

// Links hold for an hour.
const RENEW_LINKS_MS = 45 * 60_000;
const ABOVE_ALL = '\uffff';

/** Where the part that comes next begins; undefined when the list is complete. */
export const nextPart = ({ videos, parts, next }: Listing): Omit<Part, 'askedAt'> | undefined => {
  if (parts.length === 0) return { below: ABOVE_ALL };
  return next === undefined
    ? undefined
    : { below: videos.at(-1)?.position ?? ABOVE_ALL, cursor: next };
};

/** The parts that have these positions, the higher of which comes first. */
export const partsWith = ({ parts }: Listing, first: string, last: string): Part[] =>
  parts.filter(({ below }, index) => below > last && (parts[index + 1]?.below ?? '') <= first);

/**
 * The list with a part as it is now, be it new or asked for again: what is not in it any more goes, and what has not
 * changed stays the same, with its links as long as they hold.
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

// How many of the videos, which are sorted, come at a position or before it.
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

// A video whose time has changed was elsewhere before.
const splice = (videos: Video[], from: number, to: number, fresh: Video[]) => {
  const ids = new Set(fresh.map(({ id }) => id));
  const isElse = ({ id }: Video) => !ids.has(id);
  return [...videos.slice(0, from).filter(isElse), ...fresh, ...videos.slice(to).filter(isElse)];
};

// Down to where a page says what there is.
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
  // More has come in than fits into one part.
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
