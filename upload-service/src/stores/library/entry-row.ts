import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
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

/** An update with an entry that restores neither an older revision nor a deleted video. */
export const unlessLater = (entry: LibraryEntry) => ({
  Key: keyOf(entry.id),
  ConditionExpression:
    'attribute_not_exists(deleted) AND (attribute_not_exists(revision) OR revision <= :revision)',
  ExpressionAttributeValues: { ':entry': entry, ':revision': entry.revision },
});

/** The row before the update; `refused` if its condition does not hold. */
export const rowBefore = async (
  { db, TableName }: LibraryTable,
  update: Omit<UpdateCommandInput, 'TableName'>,
): Promise<Item | 'refused'> => {
  try {
    const { Attributes } = await db.send(
      new UpdateCommand({ TableName, ...update, ReturnValues: 'ALL_OLD' }),
    );
    return Attributes ?? {};
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'refused';
    throw error;
  }
};
