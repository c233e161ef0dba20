import type { Links } from '../stores/links.ts';
import type { ListedEntry } from '#api/library-entry';
import type { Match } from './match.ts';

/** A video in a list: the content of its card, with signed links. */
export type VideoCard = Pick<
  ListedEntry,
  'id' | 'state' | 'door' | 'camera' | 'name' | 'recorded' | 'durationSeconds' | 'kept' | 'error'
> & {
  /** The labels: specific ones before general ones, most frequent first. */
  labels: string[];
  /** The captures that show all requested labels. */
  moments: { frame: string; time: number; captureUrl: string }[];
  posterUrl?: string;
  previewUrl?: string;
  gifUrl?: string;
};

export type CardLinks = { source: Pick<Links, 'to'>; renders: Pick<Links, 'to'> };

// With more, a long video's card would be as large as its page.
const MAX_MOMENTS = 5;

/** The card of a match, with its first moments. */
export const toCard = async (
  { entry, moments }: Match,
  { source, renders }: CardLinks,
): Promise<VideoCard> => {
  const { id, state, door, camera, name, recorded, durationSeconds, error, kept, previews } = entry;
  return {
    id,
    state,
    door,
    name,
    recorded,
    kept,
    ...(camera !== undefined && { camera }),
    ...(durationSeconds !== undefined && { durationSeconds }),
    ...(error && { error }),
    labels: entry.labels.toSorted(bySpecificity).map((label) => label.name),
    moments: await Promise.all(
      moments.slice(0, MAX_MOMENTS).map(async ({ frame, time, key }) => ({
        frame,
        time,
        captureUrl: await source.to(key),
      })),
    ),
    ...(previews.poster !== undefined && { posterUrl: await renders.to(previews.poster) }),
    ...(previews.video !== undefined && { previewUrl: await renders.to(previews.video) }),
    ...(previews.gif !== undefined && { gifUrl: await renders.to(previews.gif) }),
  };
};

const bySpecificity = (one: SeenLabel, other: SeenLabel) =>
  Number(one.general ?? false) - Number(other.general ?? false) ||
  other.captures.length - one.captures.length;

type SeenLabel = ListedEntry['labels'][number];
