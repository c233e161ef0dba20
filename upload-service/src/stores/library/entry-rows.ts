import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  paginateScan,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { remove, set } from '@video-service/shared/dynamodb/changes';
import { applied } from '@video-service/shared/dynamodb/client';
import { all, equals, exists, missing } from '@video-service/shared/dynamodb/conditions';
import { filter, update, when } from '@video-service/shared/dynamodb/expressions';
import pMap from 'p-map';
import * as v from 'valibot';
import type { LibraryEntry, ListedEntry } from '#api/library-entry';
import { expiryAfter, ROW_SECONDS } from '@video-service/shared/lifetimes';
import { announcementOf, entriesIn, EntryRow, keyOf, rowBefore } from './entry-row.ts';
import type { LibraryTable } from './partition.ts';

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
const MAX_KEYS = 100;

const isListed = all(exists('entry'), missing('deleted'));

/** One row per video: its entry, or its tombstone. */
export const entryRows = ({ db, TableName }: LibraryTable) => ({
  async get(id: string): Promise<LibraryEntry | 'deleted' | undefined> {
    const { Item } = await db.send(
      new GetCommand({ TableName, Key: keyOf(id), ConsistentRead: true }),
    );
    if (!Item) return undefined;
    const { entry, deleted } = v.parse(EntryRow, Item);
    return deleted ? 'deleted' : entry;
  },

  /** The existing entries, by id. */
  async list(ids: string[]): Promise<Map<string, ListedEntry>> {
    const rows = await pMap(chunks([...new Set(ids)]), (some) => readRows({ db, TableName }, some));
    return new Map(
      rows
        .flat()
        .flatMap(({ entry, deleted, kept }) =>
          entry && !deleted ? [[entry.id, { ...entry, kept }]] : [],
        ),
    );
  },

  /**
   * The previous entry, if any. `refused` if a later revision exists or the video was deleted; then nothing is written.
   */
  async put(entry: LibraryEntry): Promise<{ replaced?: LibraryEntry } | 'refused'> {
    const row = await rowBefore({ db, TableName }, entry, [
      set({ entry, revision: entry.revision }),
      remove(announcementOf(entry), 'pending', 'announced'),
    ]);
    if (row === 'refused') return row;
    const { entry: replaced } = v.parse(EntryRow, row);
    return replaced ? { replaced } : {};
  },

  /** Records whether the owner keeps a video; false if it is not in the library. */
  keep(id: string, kept: boolean): Promise<boolean> {
    return applied(
      db.send(
        new UpdateCommand({
          TableName,
          Key: keyOf(id),
          ...update([kept ? set({ kept }) : remove('kept')], isListed),
        }),
      ),
    );
  },

  /** Every entry, a page at a time, in no order. */
  async *scan(): AsyncGenerator<LibraryEntry[]> {
    const rows = { TableName, ...filter(isListed), ConsistentRead: true };
    for await (const { Items = [] } of paginateScan({ client: db }, rows))
      yield Items.flatMap((item) => v.parse(EntryRow, item).entry ?? []);
  },

  /** Removes an entry without a tombstone; false if it was replaced, or its video deleted. */
  remove({ id, revision }: LibraryEntry): Promise<boolean> {
    return applied(
      db.send(
        new DeleteCommand({
          TableName,
          Key: keyOf(id),
          ...when(all(missing('deleted'), equals('revision', revision))),
        }),
      ),
    );
  },

  /** Replaces a video with a tombstone, and returns the entries that may have left postings. */
  async bury(id: string): Promise<LibraryEntry[]> {
    const { Attributes } = await db.send(
      new UpdateCommand({
        TableName,
        Key: keyOf(id),
        ...update([set({ deleted: true, expiresAt: expiryAfter(ROW_SECONDS.libraryTombstone) })]),
        ReturnValues: 'ALL_NEW',
      }),
    );
    return entriesIn(Attributes ?? {});
  },

  /** Reduces a deleted video's row to the tombstone, and to what is announced until its writer withdraws it. */
  async forget(id: string): Promise<void> {
    await applied(
      db.send(
        new UpdateCommand({
          TableName,
          Key: keyOf(id),
          ...update([remove('entry', 'revision', 'kept')], equals('deleted', true)),
        }),
      ),
    );
  },
});

const chunks = (ids: string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / MAX_KEYS) }, (_, chunk) =>
    ids.slice(chunk * MAX_KEYS, (chunk + 1) * MAX_KEYS),
  );

const readRows = async ({ db, TableName }: LibraryTable, ids: string[]) => {
  const rows: v.InferOutput<typeof EntryRow>[] = [];
  // DynamoDB returns what it managed to read, and lists the rest.
  for (let keys: Record<string, unknown>[] = ids.map(keyOf); keys.length > 0;) {
    const { Responses, UnprocessedKeys } = await db.send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys: keys, ConsistentRead: true } } }),
    );
    rows.push(...(Responses?.[TableName] ?? []).map((item) => v.parse(EntryRow, item)));
    keys = UnprocessedKeys?.[TableName]?.Keys ?? [];
  }
  return rows;
};
