import { computed, effect, signal } from '@preact/signals';
import { owner } from '../../owner/owner.ts';
import type { ShownError } from '../../live/shown-error.ts';
import { byDay } from './days.ts';
import { type Count, fetchCameras, fetchLabels, fetchPage, shownErrorOf } from './library-api.ts';
import {
  EMPTY,
  type Listing,
  nextPart,
  type Part,
  partsWith,
  type Video,
  withPart,
} from './listing.ts';

// Recent answers are reused.
const FRESH_MS = 2000;
const MAX_PARTS_AT_ONCE = 3;

/** The listed query, such as `?label=Dog`; undefined until there is one. */
const query = signal<string>();

/** The videos loaded so far. */
export const listing = signal<Listing>(EMPTY);

/** Whether more are loading, and the error of the last request. */
export const loading = signal(false);
export const listError = signal<ShownError>();

// Videos being deleted are hidden.
const hidden = signal<ReadonlySet<string>>(new Set());

export const hide = (ids: string[]): void =>
  void (hidden.value = new Set([...hidden.value, ...ids]));

export const reveal = (ids: string[]): void => {
  const shownAgain = new Set(ids);
  hidden.value = new Set([...hidden.value].filter((id) => !shownAgain.has(id)));
};

/** The bank's labels and their number of videos, most frequent first. */
export const labels = signal<Count[]>([]);

/** The bank's cameras by name, and their number of videos. */
export const cameras = signal<Count[]>([]);

/** The visible videos, by day. */
export const days = computed(() =>
  byDay(
    hidden.value.size === 0
      ? listing.value.videos
      : listing.value.videos.filter(({ id }) => !hidden.value.has(id)),
  ),
);

/** The visible videos in order. */
export const shown = computed<Video[]>(() => days.value.flatMap(({ videos }) => videos));

/** Whether all videos of the query are loaded. */
export const isComplete = computed(() => nextPart(listing.value) === undefined);

/** Whether the bank has no videos at all. */
export const isEmptyBank = computed(
  () => query.value === '' && isComplete.value && shown.value.length === 0,
);

/** Lists the videos of a query, keeping what is already loaded. */
export const openList = (asked: string): void => {
  if (query.value === asked) return;
  query.value = asked;
  listing.value = EMPTY;
  loading.value = false;
  listError.value = undefined;
  void loadMore();
};

// The next visitor must not see anything of the owner's.
effect(() => {
  if (owner.value?.owner !== false) return;
  query.value = undefined;
  listing.value = EMPTY;
  labels.value = [];
  cameras.value = [];
});

let sight: { first: string; last: string } | undefined;

/** Sets the range of visible positions. */
export const setSight = (range: typeof sight): void => void (sight = range);

/** Loads the next videos, unless they are loading or all are here. */
export const loadMore = async (): Promise<void> => {
  const part = nextPart(listing.value);
  if (loading.value || !part) return;
  loading.value = true;
  listError.value = undefined;
  await ask(part);
};

/** Reloads the newest and the visible videos. */
export const refresh = async (): Promise<void> => {
  const [newest] = listing.value.parts;
  const parts = sight ? partsWith(listing.value, sight.first, sight.last) : [];
  const wanted = [...new Set([...(newest ? [newest] : []), ...parts])];
  const due = wanted.filter(({ askedAt }) => Date.now() - askedAt > FRESH_MS);
  // After an error, the first page may still be missing.
  if (!newest && !loading.value) await loadMore();
  else await Promise.all(due.slice(0, MAX_PARTS_AT_ONCE).map((part) => ask(part, { anew: true })));
};

/** Shows that videos are kept, or no longer kept. */
export const showKept = (ids: ReadonlySet<string>, kept: boolean): void => {
  const videos = listing.value.videos.map((each) => (ids.has(each.id) ? { ...each, kept } : each));
  listing.value = { ...listing.value, videos };
};

/** Loads the labels and the cameras; if that fails, the known ones stay. */
export const refreshCounts = async (): Promise<void> => {
  await Promise.all([
    fetchLabels().then(
      (counts) => (labels.value = counts),
      () => undefined,
    ),
    fetchCameras().then(
      (counts) => (cameras.value = counts),
      () => undefined,
    ),
  ]);
};

const ask = async (part: Omit<Part, 'askedAt'>, { anew = false } = {}) => {
  const asked = query.value;
  if (asked === undefined) return;
  try {
    const page = await fetchPage(asked, { cursor: part.cursor });
    // The query may have changed meanwhile.
    if (query.value !== asked) return;
    listing.value = withPart(listing.value, part, page, Date.now());
    listError.value = undefined;
  } catch (error) {
    // The list stays unchanged; the next refresh may succeed.
    if (query.value !== asked || anew) return;
    listError.value = shownErrorOf(error);
  } finally {
    if (query.value === asked && !anew) loading.value = false;
  }
};
