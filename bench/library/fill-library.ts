import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Db } from '../../shared/src/dynamodb/client.ts';
import type { LibraryEntry } from '../../upload-service/api/library-entry.ts';
import { postingsOf } from '../../upload-service/src/library/postings.ts';
import { isRead, videoOf } from './query.ts';

const TABLE = 'upload-service-local-library';
const BATCH = 25;
const WRITES_AT_ONCE = 32;

// As the store notes it when it writes into an empty table.
const COMPLETE = { partition: 'format', position: 'camera-labels' };

/** Writes the videos with these numbers as the store does. */
export const fillLibrary = async (db: Db, from: number, to: number): Promise<void> => {
  const months = new Set<string>();
  const numbers = Array.from({ length: to - from }, (_, index) => from + index);
  const rows = numbers.flatMap((number) => rowsOf(videoOf(number), months));
  const batches = chunksOf([COMPLETE, ...rows], BATCH);
  const write = (rows: Record<string, unknown>[]) =>
    db.send(
      new BatchWriteCommand({
        RequestItems: { [TABLE]: rows.map((Item) => ({ PutRequest: { Item } })) },
      }),
    );
  for (const some of chunksOf(batches, WRITES_AT_ONCE)) await Promise.all(some.map(write));
};

// What the store writes for a video, as far as the query reads it; a month of a stream only once.
const rowsOf = (entry: LibraryEntry, months: Set<string>): Record<string, unknown>[] => [
  { partition: `video|${entry.id}`, position: 'video', entry, revision: entry.revision },
  ...postingsOf(entry)
    .filter(isRead)
    .flatMap(({ stream, partition, posting }) => {
      const position = posting.position.slice(0, 7);
      const isNew = stream !== undefined && !months.has(`${stream}|${position}`);
      months.add(`${stream}|${position}`);
      return [
        { partition, ...posting },
        ...(isNew ? [{ partition: `months|${stream}`, position }] : []),
      ];
    }),
];

const chunksOf = <Item>(items: Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, chunk) =>
    items.slice(chunk * size, (chunk + 1) * size),
  );
