import type { VideoQuery } from '../../upload-service/api/video-query.ts';
import { postingsOf } from '../../upload-service/src/library/postings.ts';
import { searchLibrary } from '../../upload-service/src/library/search.ts';
import { costsOf, countingStore, type Requests } from './costs.ts';
import { areNewestFirst, isRead, placeOf, QUERY, videoOf } from './query.ts';

const IN_MEMORY = 1_000_000;

/** What a search of a million videos reads and costs, compared with a search of all of them by brute force. */
export const searchMillion = async (): Promise<boolean> => {
  const store = countingStore(videoOf);
  const expected: { position: string; id: string }[] = [];
  const postings = { all: 0, byMonth: 0, counted: 0 };
  for (let number = 0; number < IN_MEMORY; number += 1) {
    const entry = videoOf(number);
    const placed = postingsOf(entry);
    postings.all += placed.length;
    for (const { stream } of placed) {
      if (stream !== undefined) postings.byMonth += 1;
      if (stream !== undefined && stream !== 'all') postings.counted += 1;
    }
    // Only what this query and a plain list read, or memory would not do.
    for (const each of placed) if (isRead(each)) store.add(each);
    const place = placeOf(entry);
    if (place) expected.push(place);
  }
  store.sort();
  const { ids, first, pages } = await searchAll(QUERY, store);
  const isExact = areNewestFirst(ids, expected);
  console.log(
    `${IN_MEMORY.toLocaleString('en')} videos in memory: ${ids.length} of ${expected.length} found by brute force, in the same order ${isExact ? 'met' : 'MISSED'}`,
  );
  report('first page of the query', first);
  report(`all ${pages} pages of it`, store.requests());
  const plain = await searchAll({ labels: [] }, store, 1);
  report('first page of all videos', plain.first);
  const { all, byMonth, counted } = postings;
  console.log(
    costsOf(
      { all: all / IN_MEMORY, byMonth: byMonth / IN_MEMORY, counted: counted / IN_MEMORY },
      first,
    ),
  );
  return isExact;
};

const searchAll = async (
  query: VideoQuery,
  store: ReturnType<typeof countingStore>,
  mostPages = Infinity,
) => {
  store.reset();
  const ids: string[] = [];
  let first: Requests | undefined;
  let before: string | undefined;
  let pages = 0;
  do {
    const found = await searchLibrary({ query, limit: 50, before }, store);
    ids.push(...found.matches.map(({ entry }) => entry.id));
    ({ before } = found);
    pages += 1;
    first ??= store.requests();
  } while (before !== undefined && pages < mostPages);
  return { ids, first, pages };
};

const report = (what: string, { queries, postings, gets, entries, units }: Requests) =>
  console.log(
    `${what}: ${queries} queries of ${postings} postings, ${gets} batches of ${entries} videos, ${units.toFixed(0)} read units`,
  );
