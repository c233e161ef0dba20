import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { applied } from '@video-service/shared/dynamodb';
import type { LibraryEntry } from '#api/library-entry';
import {
  announcementOf,
  announcedIn,
  entriesIn,
  keyOf,
  rowBefore,
  unlessLater,
} from './entry-row.ts';
import type { LibraryTable } from './partition.ts';

/**
 * Entries about to be listed, so that postings of a crashed run are found. An entry stays announced until its run, or a
 * repetition, has listed or withdrawn it.
 */
export const announcedRows = (table: LibraryTable) => ({
  /**
   * Records that an entry's postings are about to be written; returns the entries that may have left postings.
   * `refused` if a later revision is listed, or the video was deleted.
   */
  async announce(entry: LibraryEntry): Promise<LibraryEntry[] | 'refused'> {
    const row = await rowBefore(table, {
      ...unlessLater(entry),
      UpdateExpression: 'SET #announcement = :entry',
      ExpressionAttributeNames: { '#announcement': announcementOf(entry) },
    });
    return row === 'refused' ? row : entriesIn(row);
  },

  /** The announced entries of a deleted video, whose writers have crashed or are still working. */
  async leftOf(id: string): Promise<LibraryEntry[]> {
    const { db, TableName } = table;
    const { Item } = await db.send(
      new GetCommand({ TableName, Key: keyOf(id), ConsistentRead: true }),
    );
    return Item?.['deleted'] === true ? announcedIn(Item) : [];
  },

  /** Removes an announcement, once its postings are gone. */
  async withdraw(entry: LibraryEntry): Promise<void> {
    const { db, TableName } = table;
    await applied(
      db.send(
        new UpdateCommand({
          TableName,
          Key: keyOf(entry.id),
          UpdateExpression: 'REMOVE #announcement, pending, announced',
          ConditionExpression: 'attribute_exists(#announcement) OR attribute_exists(pending)',
          ExpressionAttributeNames: { '#announcement': announcementOf(entry) },
        }),
      ),
    );
  },
});
