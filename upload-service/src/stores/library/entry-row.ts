import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Change } from '@video-service/shared/dynamodb/changes';
import { all, any, atMost, missing } from '@video-service/shared/dynamodb/conditions';
import { update } from '@video-service/shared/dynamodb/expressions';
import * as v from 'valibot';
import { LibraryEntry, positionOf } from '#api/library-entry';
import type { LibraryTable } from './partition.ts';

/** The row of a video: its entry or its tombstone, besides the entries whose postings are being written. */
export const EntryRow = v.object({
  entry: v.exactOptional(LibraryEntry),
  deleted: v.optional(v.boolean(), false),
  kept: v.optional(v.boolean(), false),
});
type Item = Record<string, unknown>;

export const keyOf = (id: string) => ({ partition: `video|${id}`, position: 'video' });

// Earlier versions have `pending` for one entry, and `announced` for its revision.
const ANNOUNCEMENT = 'pending';

/** The attribute in which an entry is announced: entries that share it have the same postings. */
export const announcementOf = (entry: LibraryEntry): string =>
  `${ANNOUNCEMENT} ${entry.revision} ${positionOf(entry)}`;

/** The entries announced in a row. */
export const announcedIn = (row: Item): LibraryEntry[] =>
  Object.entries(row).flatMap(([name, entry]) =>
    name.startsWith(ANNOUNCEMENT) ? [v.parse(LibraryEntry, entry)] : [],
  );

/** The entries in a row; each may have left postings. */
export const entriesIn = (row: Item): LibraryEntry[] => {
  const { entry } = v.parse(EntryRow, row);
  return [...(entry ? [entry] : []), ...announcedIn(row)];
};

/**
 * The row before a change of it that restores neither an older revision nor a deleted video; `refused` if it would.
 */
export const rowBefore = async (
  { db, TableName }: LibraryTable,
  { id, revision }: LibraryEntry,
  changes: Change[],
): Promise<Item | 'refused'> => {
  try {
    const { Attributes } = await db.send(
      new UpdateCommand({
        TableName,
        Key: keyOf(id),
        ...update(
          changes,
          all(missing('deleted'), any(missing('revision'), atMost('revision', revision))),
        ),
        ReturnValues: 'ALL_OLD',
      }),
    );
    return Attributes ?? {};
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'refused';
    throw error;
  }
};
