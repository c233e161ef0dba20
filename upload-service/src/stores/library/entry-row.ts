import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { applied } from '@video-service/shared/dynamodb';
import * as v from 'valibot';
import { LibraryEntry } from '#api/library-entry';
import type { LibraryTable } from './partition.ts';

/** The row of a video: its entry, and the one whose postings are being written; or its tombstone. */
export const EntryRow = v.object({
  entry: v.exactOptional(LibraryEntry),
  pending: v.exactOptional(LibraryEntry),
  deleted: v.optional(v.boolean(), false),
  kept: v.optional(v.boolean(), false),
});
type EntryRow = v.InferOutput<typeof EntryRow>;

export const keyOf = (id: string) => ({ partition: `video|${id}`, position: 'video' });

/** The entries in a row; each may have left postings. */
export const entriesIn = ({ entry, pending }: EntryRow): LibraryEntry[] =>
  [entry, pending].filter((each) => each !== undefined);

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
): Promise<EntryRow | 'refused'> => {
  try {
    const { Attributes } = await db.send(
      new UpdateCommand({ TableName, ...update, ReturnValues: 'ALL_OLD' }),
    );
    return v.parse(EntryRow, Attributes ?? {});
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'refused';
    throw error;
  }
};

/** Removes attributes from a deleted video's row. */
export const forgetParts = async (
  { db, TableName }: LibraryTable,
  id: string,
  parts: string,
): Promise<void> => {
  await applied(
    db.send(
      new UpdateCommand({
        TableName,
        Key: keyOf(id),
        UpdateExpression: `REMOVE ${parts}`,
        ConditionExpression: 'deleted = :true',
        ExpressionAttributeValues: { ':true': true },
      }),
    ),
  );
};
