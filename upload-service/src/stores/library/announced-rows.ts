import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { remove, set } from '@video-service/shared/dynamodb/changes';
import { applied } from '@video-service/shared/dynamodb/client';
import { any, exists } from '@video-service/shared/dynamodb/conditions';
import { update } from '@video-service/shared/dynamodb/expressions';
import type { LibraryEntry } from '#api/library-entry';
import { announcementOf, announcedIn, entriesIn, keyOf, rowBefore } from './entry-row.ts';
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
    const row = await rowBefore(table, entry, [set({ [announcementOf(entry)]: entry })]);
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
    const announcement = announcementOf(entry);
    await applied(
      db.send(
        new UpdateCommand({
          TableName,
          Key: keyOf(entry.id),
          ...update(
            [remove(announcement, 'pending', 'announced')],
            any(exists(announcement), exists('pending')),
          ),
        }),
      ),
    );
  },
});
