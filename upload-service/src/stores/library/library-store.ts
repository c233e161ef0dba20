import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { applied, type Db } from '@video-service/shared/dynamodb/client';
import { any, atMost, below, between, missing } from '@video-service/shared/dynamodb/conditions';
import { when } from '@video-service/shared/dynamodb/expressions';
import pMap from 'p-map';
import * as v from 'valibot';
import { monthOf, type PlacedPosting, Posting, type Stream } from '../../library/postings.ts';
import { announcedRows } from './announced-rows.ts';
import { cameraLabels } from './camera-labels.ts';
import { entryRows } from './entry-rows.ts';
import { itemsIn, within } from './partition.ts';
import { streamCounts } from './stream-counts.ts';

const CONCURRENCY = 8;

export type LibraryStore = ReturnType<typeof createLibraryStore>;

/**
 * The library in one table: a row per video, postings that point to it, the months of each stream, and the number of
 * videos per label and camera.
 */
export const createLibraryStore = (db: Db, TableName: string) => {
  const table = { db, TableName };
  const { touch, ...counts } = streamCounts(table);
  const { noteIfEmpty, ...format } = cameraLabels(table);
  // Each time: a table that was lost and is rebuilt has lost its months, too, and this process may not know.
  const addMonth = (stream: Stream, month: string) =>
    db.send(
      new PutCommand({ TableName, Item: { partition: `months|${stream}`, position: month } }),
    );
  return {
    ...entryRows(table),
    ...announcedRows(table),
    ...counts,
    ...format,

    /** Adds postings; those of a later revision stay. */
    async addPostings(postings: PlacedPosting[]): Promise<void> {
      await noteIfEmpty();
      await pMap(
        postings,
        async ({ stream, partition, posting }) => {
          if (stream !== undefined) await addMonth(stream, monthOf(posting.position));
          const Item = { partition, ...posting };
          await applied(db.send(new PutCommand({ TableName, Item, ...unlessLater(posting) })));
        },
        { concurrency: CONCURRENCY },
      );
      await touch(postings);
    },

    /** Removes postings; those of a later revision stay. */
    async removePostings(postings: PlacedPosting[]): Promise<void> {
      await pMap(
        postings,
        ({ partition, posting }) => {
          const Key = { partition, position: posting.position };
          return applied(db.send(new DeleteCommand({ TableName, Key, ...unlessLater(posting) })));
        },
        { concurrency: CONCURRENCY },
      );
      await touch(postings);
    },

    /** The months in which the stream has or had postings, newest first. */
    async months(stream: Stream): Promise<string[]> {
      const items = await itemsIn(table, `months|${stream}`, { ScanIndexForward: false });
      return items.map(({ position }) => String(position));
    },

    /** The oldest postings of a partition above a position, up to another. */
    async oldest(
      partition: string,
      { after, before, limit }: { after: string; before: string; limit: number },
    ): Promise<Posting[]> {
      const { Items = [] } = await db.send(
        new QueryCommand({
          TableName,
          ...within(partition, between('position', [`${after}\u0000`, before])),
          Limit: limit,
        }),
      );
      return Items.map((item) => v.parse(Posting, item));
    },

    /** The newest postings of a partition below a position. */
    async range(
      partition: string,
      { before, limit }: { before: string; limit: number },
    ): Promise<Posting[]> {
      const { Items = [] } = await db.send(
        new QueryCommand({
          TableName,
          ...within(partition, below('position', before)),
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      return Items.map((item) => v.parse(Posting, item));
    },
  };
};

const unlessLater = ({ revision = 0 }: Posting) =>
  when(any(missing('revision'), atMost('revision', revision)));
