import type { LibraryStore } from '../stores/library/library-store.ts';
import { monthOf, partitionsOf, type Posting, type Stream } from './postings.ts';

type Postings = Pick<LibraryStore, 'months' | 'range'>;

/** Postings from the newest to the oldest; each call asks for positions further down than the one before. */
export type Reader = {
  /** The newest posting below a position. */
  next: (before: string) => Promise<Posting | undefined>;
};

/** The smallest position above this one: what is below it is at or below this one. */
const justAbove = (position: string): string => `${position}\u0000`;

const FIRST_PAGE = 30;
const MAX_PAGE = 500;

/** Reads a stream across its months and shards. */
export const readStream = async (stream: Stream, store: Postings): Promise<Reader> => {
  const months = await store.months(stream);
  const readers = new Map<string, Reader>();
  const readerOf = (month: string) => {
    const reader = readers.get(month) ?? newest(partitionsOf(stream, month), store);
    readers.set(month, reader);
    return reader;
  };
  return {
    async next(before) {
      while (months[0] !== undefined) {
        const [month] = months;
        // The month of `before` itself may have postings below it.
        const posting = month > monthOf(before) ? undefined : await readerOf(month).next(before);
        if (posting) return posting;
        months.shift();
        readers.delete(month);
      }
      return undefined;
    },
  };
};

/** The postings of videos that are in every one of the streams. */
export const inAll = (readers: Reader[]) => ({
  async next(before: string): Promise<Posting[] | undefined> {
    for (let below = before; ;) {
      const heads = await Promise.all(readers.map((reader) => reader.next(below)));
      const found = heads.filter((head) => head !== undefined);
      if (found.length < readers.length) return undefined;
      const [oldest = ''] = found.map(({ position }) => position).toSorted();
      if (found.every(({ position }) => position === oldest)) return found;
      below = justAbove(oldest);
    }
  },
});

const newest = (partitions: string[], store: Postings): Reader => {
  const readers = partitions.map((partition) => readPartition(partition, store));
  return {
    async next(before) {
      const heads = await Promise.all(readers.map((reader) => reader.next(before)));
      return heads.reduce((one, other) =>
        (one?.position ?? '') >= (other?.position ?? '') ? one : other,
      );
    },
  };
};

const readPartition = (partition: string, store: Postings): Reader => {
  let page: Posting[] = [];
  let at = 0;
  let limit = FIRST_PAGE;
  let isLast = false;
  return {
    async next(before) {
      for (;;) {
        while (at < page.length && (page[at]?.position ?? '') >= before) at += 1;
        if (at < page.length || isLast) return page[at];
        page = await store.range(partition, { before, limit });
        at = 0;
        isLast = page.length < limit;
        limit = Math.min(limit * 2, MAX_PAGE);
      }
    },
  };
};
