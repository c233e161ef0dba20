import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { LibraryEntry } from '#api/library-entry';
import { entriesIn, EntryRow, forgetParts, keyOf, rowBefore, unlessLater } from './entry-row.ts';
import type { LibraryTable } from './partition.ts';

/** Entries about to be listed, so that postings of a crashed run are found. */
export const announcedRows = (table: LibraryTable) => ({
  /**
   * Records that an entry's postings are about to be written; returns the entries that may have left postings.
   * `refused` if a later revision is stored or announced, or the video was deleted.
   */
  async announce(entry: LibraryEntry): Promise<LibraryEntry[] | 'refused'> {
    const { ConditionExpression, ...update } = unlessLater(entry);
    const row = await rowBefore(table, {
      ...update,
      UpdateExpression: 'SET pending = :entry, announced = :revision',
      // The run that announced a later revision is still working, or will be repeated.
      ConditionExpression: `${ConditionExpression} AND (attribute_not_exists(announced) OR announced <= :revision)`,
    });
    return row === 'refused' ? row : entriesIn(row);
  },

  /** The announced entry of a deleted video, whose writer has crashed or is still working. */
  async leftOf(id: string): Promise<LibraryEntry | undefined> {
    const { db, TableName } = table;
    const { Item } = await db.send(
      new GetCommand({ TableName, Key: keyOf(id), ConsistentRead: true }),
    );
    const { deleted = false, pending } = Item ? v.parse(EntryRow, Item) : {};
    return deleted ? pending : undefined;
  },

  /** Removes what was announced for a deleted video. */
  giveWay: (id: string) => forgetParts(table, id, 'pending, announced'),
});
