import pMap from 'p-map';
import type { LibraryStore } from '../stores/library/library-store.ts';
import { monthOf, partitionsOf, type Posting, type Stream } from './postings.ts';

type Postings = Pick<LibraryStore, 'months' | 'range'>;

/** Postings from newest to oldest; each call requests lower positions than the one before. */
export type Reader = {
  /** The newest posting below a position. */
  next: (before: string) => Promise<Posting | undefined>;
  /** How far down one page reaches: the further, the rarer the postings are. */
  reach: (before: string) => Promise<string>;
};

/** How many postings are read at first from each partition; then twice as many each time, up to a bound. */
type Paging = { firstPage: number };

const MAX_PAGE = 500;

/** Reads a stream across its months and shards. */
export const readStream = async (
  stream: Stream,
  paging: Paging,
  store: Postings,
): Promise<Reader> => {
  const months = await store.months(stream);
  const readers = new Map<string, Reader>();
  const readerOf = (month: string) => {
    const reader = readers.get(month) ?? readPartitions(partitionsOf(stream, month), paging, store);
    readers.set(month, reader);
    return reader;
  };
  const skipTo = (before: string) => {
    // The month of `before` itself may have postings below it.
    while (months[0] !== undefined && months[0] > monthOf(before)) months.shift();
    return months[0];
  };
  return {
    async next(before) {
      for (let month = skipTo(before); month !== undefined; [month] = months) {
        const posting = await readerOf(month).next(before);
        if (posting) return posting;
        readers.delete(month);
        months.shift();
      }
      return undefined;
    },
    async reach(before) {
      const month = skipTo(before);
      if (month === undefined) return '';
      return (await readerOf(month).reach(before)) || month;
    },
  };
};

/** The one with the rarest postings at a position. */
export const rarest = async (readers: Reader[], before: string): Promise<Reader | undefined> => {
  if (readers.length === 1) return readers[0];
  const reaches = await pMap(readers, async (reader) => ({
    reader,
    reach: await reader.reach(before),
  }));
  return reaches.toSorted((one, other) => (one.reach < other.reach ? -1 : 1))[0]?.reader;
};

/** Reads partitions as one. */
export const readPartitions = (partitions: string[], paging: Paging, store: Postings): Reader => {
  const readers = partitions.map((partition) => readPartition(partition, paging, store));
  return {
    async next(before) {
      const heads = await Promise.all(readers.map((reader) => reader.next(before)));
      return heads.reduce((one, other) =>
        (one?.position ?? '') >= (other?.position ?? '') ? one : other,
      );
    },
    // Videos spread over partitions, so that one of them tells.
    reach: async (before) => (await readers[0]?.reach(before)) ?? '',
  };
};

const readPartition = (partition: string, { firstPage }: Paging, store: Postings): Reader => {
  let page: Posting[] = [];
  let at = 0;
  let limit = firstPage;
  let isLast = false;
  const next: Reader['next'] = async (before) => {
    for (;;) {
      while (at < page.length && (page[at]?.position ?? '') >= before) at += 1;
      if (at < page.length || isLast) return page[at];
      page = await store.range(partition, { before, limit });
      at = 0;
      isLast = page.length < limit;
      limit = Math.min(limit * 2, MAX_PAGE);
    }
  };
  return {
    next,
    async reach(before) {
      await next(before);
      return isLast ? '' : (page.at(-1)?.position ?? '');
    },
  };
};
