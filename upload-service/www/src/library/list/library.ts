import { computed, effect, signal } from '@preact/signals';
import { owner } from '../../owner/owner.ts';
import type { Trouble } from '../../live/trouble.ts';
import { byDay } from './days.ts';
import { fetchLabels, fetchPage, troubleIn } from './library-api.ts';
import {
  EMPTY,
  type Listing,
  nextPart,
  type Part,
  partsWith,
  type Video,
  withPart,
} from './listing.ts';

// What has just been asked for is not asked for again.
const FRESH_MS = 2000;
const MAX_PARTS_AT_ONCE = 3;

/** The query whose videos are listed, such as `?label=Dog`; undefined until one has been asked for. */
const query = signal<string>();

/** Its videos as far as they are here. */
export const listing = signal<Listing>(EMPTY);

/** Whether more of them are on their way, and what went wrong when they were last asked for. */
export const loading = signal(false);
export const trouble = signal<Trouble>();

// Videos that are being deleted are shown no more.
const hidden = signal<ReadonlySet<string>>(new Set());

export const hide = (ids: string[]): void =>
  void (hidden.value = new Set([...hidden.value, ...ids]));

export const reveal = (ids: string[]): void => {
  const shownAgain = new Set(ids);
  hidden.value = new Set([...hidden.value].filter((id) => !shownAgain.has(id)));
};

/** The labels of the bank and how many videos show each, the most frequent first. */
export const labels = signal<[string, number][]>([]);

/** The videos that are shown, by day. */
export const days = computed(() =>
  byDay(
    hidden.value.size === 0
      ? listing.value.videos
      : listing.value.videos.filter(({ id }) => !hidden.value.has(id)),
  ),
);

/** The videos in the order in which they are shown. */
export const shown = computed<Video[]>(() => days.value.flatMap(({ videos }) => videos));

/** Whether all videos of the query are here. */
export const isComplete = computed(() => nextPart(listing.value) === undefined);

/** Whether the bank has no videos at all. */
export const isEmptyBank = computed(
  () => query.value === '' && isComplete.value && shown.value.length === 0,
);

/** Lists the videos that a query asks for; what is listed already stays. */
export const openList = (asked: string): void => {
  if (query.value === asked) return;
  query.value = asked;
  listing.value = EMPTY;
  loading.value = false;
  trouble.value = undefined;
  void loadMore();
};

// Nothing of the owner's stays with those who come after.
effect(() => {
  if (owner.value?.owner !== false) return;
  query.value = undefined;
  listing.value = EMPTY;
  labels.value = [];
});

let sight: { first: string; last: string } | undefined;

/** Says which videos are in sight, from the first to the last position. */
export const setSight = (range: typeof sight): void => void (sight = range);

/** Asks for the next videos, unless they are on their way or all are here. */
export const loadMore = async (): Promise<void> => {
  const part = nextPart(listing.value);
  if (loading.value || !part) return;
  loading.value = true;
  trouble.value = undefined;
  await ask(part);
};

/** Asks again for the newest videos and for those in sight. */
export const refresh = async (): Promise<void> => {
  const [newest] = listing.value.parts;
  const parts = sight ? partsWith(listing.value, sight.first, sight.last) : [];
  const wanted = [...new Set([...(newest ? [newest] : []), ...parts])];
  const due = wanted.filter(({ askedAt }) => Date.now() - askedAt > FRESH_MS);
  // After a failure, the first page may still be missing.
  if (!newest && !loading.value) await loadMore();
  else await Promise.all(due.slice(0, MAX_PARTS_AT_ONCE).map((part) => ask(part, { anew: true })));
};

/** Shows that videos are kept, or no longer. */
export const showKept = (ids: ReadonlySet<string>, kept: boolean): void => {
  const videos = listing.value.videos.map((each) => (ids.has(each.id) ? { ...each, kept } : each));
  listing.value = { ...listing.value, videos };
};

/** Asks for the labels; without an answer, those that are known stay. */
export const refreshLabels = async (): Promise<void> => {
  labels.value = await fetchLabels().catch(() => labels.value);
};

const ask = async (part: Omit<Part, 'askedAt'>, { anew = false } = {}) => {
  const asked = query.value;
  if (asked === undefined) return;
  try {
    const page = await fetchPage(asked, { cursor: part.cursor });
    // Another query may have been asked meanwhile.
    if (query.value !== asked) return;
    listing.value = withPart(listing.value, part, page, Date.now());
    trouble.value = undefined;
  } catch (error) {
    // What is listed stays as it is; the next time may be better.
    if (query.value !== asked || anew) return;
    trouble.value = troubleIn(error);
  } finally {
    if (query.value === asked && !anew) loading.value = false;
  }
};
