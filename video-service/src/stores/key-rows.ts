import { DeleteCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { add, removeMembers } from '@video-service/shared/dynamodb/changes';
import { applied, type Db } from '@video-service/shared/dynamodb/client';
import { missing } from '@video-service/shared/dynamodb/conditions';
import { update, when } from '@video-service/shared/dynamodb/expressions';
import { ownSessionOf } from '@video-service/shared/keys';
import * as v from 'valibot';

const KeyRow = v.object({ sessions: v.optional(v.set(v.string()), () => new Set<string>()) });

/**
 * Records which session renders the object at a key, so that a removed object leads to its video. A key that contains
 * its session needs no record. Records do not expire, because a video may be removed years later.
 */
export const addToKey = async (
  db: Db,
  TableName: string,
  { id, key }: { id: string; key: string },
): Promise<void> => {
  if (ownSessionOf(key) !== undefined) return;
  await db.send(
    new UpdateCommand({
      TableName,
      Key: rowOf(key),
      ...update([add({ sessions: new Set([id]) })]),
    }),
  );
};

/** The sessions that render or have rendered an object at the key. */
export const sessionsOfKey = async (db: Db, TableName: string, key: string): Promise<string[]> => {
  const own = ownSessionOf(key);
  if (own !== undefined) return [own];
  const { Item } = await db.send(
    new GetCommand({ TableName, Key: rowOf(key), ConsistentRead: true }),
  );
  return Item ? [...v.parse(KeyRow, Item).sessions] : [];
};

/** Forgets that a session rendered the object at the key; the last one deletes the row. */
export const removeFromKey = async (
  db: Db,
  TableName: string,
  { id, key }: { id: string; key: string },
): Promise<void> => {
  if (ownSessionOf(key) !== undefined) return;
  const { Attributes } = await db.send(
    new UpdateCommand({
      TableName,
      Key: rowOf(key),
      ...update([removeMembers({ sessions: new Set([id]) })]),
      ReturnValues: 'ALL_NEW',
    }),
  );
  if (v.parse(KeyRow, Attributes ?? {}).sessions.size > 0) return;
  await applied(
    db.send(
      new DeleteCommand({
        TableName,
        Key: rowOf(key),
        // Another session may have been added in between.
        ...when(missing('sessions')),
      }),
    ),
  );
};

const rowOf = (key: string) => ({ id: `key|${key}` });
