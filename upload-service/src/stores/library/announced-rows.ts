import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { LibraryEntry } from '#api/library-entry';
import { entriesIn, EntryRow, forgetParts, keyOf, rowBefore, unlessLater } from './entry-row.ts';
import type { LibraryTable } from './partition.ts';

/** What is about to be listed, so that the postings of a run that dies are found. */
export const announcedRows = (table: LibraryTable) => ({
  /**
   * Notes that postings of an entry are about to be written; gives the entries that postings may be left of.
   * `refused` when a later revision is there or announced, or the video has been deleted.
   */
  async announce(entry: LibraryEntry): Promise<LibraryEntry[] | 'refused'> {
    const { ConditionExpression, ...update } = unlessLater(entry);
    const row = await rowBefore(table, {
      ...update,
      UpdateExpression: 'SET pending = :entry, announced = :revision',
      // Who announced a later revision is still at it, or is repeated.
      ConditionExpression: `${ConditionExpression} AND (attribute_not_exists(announced) OR announced <= :revision)`,
    });
    return row === 'refused' ? row : entriesIn(row);
  },

  /** The announced entry of a buried video, whose writer has died or is still at it. */
  async leftOf(id: string): Promise<LibraryEntry | undefined> {
    const { db, TableName } = table;
    const { Item } = await db.send(
      new GetCommand({ TableName, Key: keyOf(id), ConsistentRead: true }),
    );
    const { deleted = false, pending } = Item ? v.parse(EntryRow, Item) : {};
    return deleted ? pending : undefined;
  },

  /** Leaves nothing of what was announced of a buried video. */
  giveWay: (id: string) => forgetParts(table, id, 'pending, announced'),
});
