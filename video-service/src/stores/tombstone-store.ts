import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { remove, set, setIfMissing } from '@video-service/shared/dynamodb/changes';
import type { Db } from '@video-service/shared/dynamodb/client';
import { below, equals } from '@video-service/shared/dynamodb/conditions';
import { update, where } from '@video-service/shared/dynamodb/expressions';
import { queryAll } from '@video-service/shared/dynamodb/query-all';
import * as v from 'valibot';
import { removeFromKey, sessionsOfKey } from './key-rows.ts';
import { expiryAfter, ROW_SECONDS } from '@video-service/shared/lifetimes';

// In the index of open sessions, too.
const FRESH = 'deleted';

const Tombstone = v.object({
  id: v.string(),
  deleted: v.literal(true),
  createdAt: v.exactOptional(v.string()),
  source: v.optional(v.object({ key: v.string(), etag: v.optional(v.string()) })),
});
export type Tombstone = v.InferOutput<typeof Tombstone>;

/** Whether a row of the session table stands for a deleted video. */
export const isTombstone = (row: Record<string, unknown>): boolean => row['deleted'] === true;

/** The video was deleted, and must not be restored. */
export class VideoDeleted extends Error {
  override readonly name = 'VideoDeleted';
}

/** What was opened; undefined for a deleted video. */
export const unlessDeleted = async <Opened>(
  opening: Promise<Opened>,
): Promise<Opened | undefined> => {
  try {
    return await opening;
  } catch (error) {
    if (error instanceof VideoDeleted) return undefined;
    throw error;
  }
};

export type TombstoneStore = ReturnType<typeof createTombstoneStore>;

/**
 * What remains of deleted videos in the session table, for longer than any late delivery. A fresh tombstone keeps the
 * video's object until no earlier run can be left.
 */
export const createTombstoneStore = (db: Db, TableName: string, now = Date.now) => ({
  /** Replaces a session with a tombstone, whether it exists or not; from then on no step starts. */
  async bury(id: string, key?: string): Promise<Tombstone> {
    const { Attributes } = await db.send(
      new UpdateCommand({
        TableName,
        Key: { id },
        ...update([
          set({
            deleted: true,
            open: FRESH,
            createdAt: new Date(now()).toISOString(),
            expiresAt: expiryAfter(ROW_SECONDS.tombstone, now()),
          }),
          setIfMissing({ source: key === undefined ? undefined : { key } }),
          remove('status'),
        ]),
        ReturnValues: 'ALL_NEW',
      }),
    );
    return v.parse(Tombstone, Attributes);
  },

  /** The tombstone of a video; undefined if it was not deleted. */
  async get(id: string): Promise<Tombstone | undefined> {
    const { Item } = await db.send(
      new GetCommand({ TableName, Key: { id }, ConsistentRead: true }),
    );
    return Item && isTombstone(Item) ? v.parse(Tombstone, Item) : undefined;
  },

  /** Reduces the tombstone to the video's id. */
  async settle({ id, source }: Tombstone): Promise<void> {
    if (source) await removeFromKey(db, TableName, { id, key: source.key });
    const Item = { id, deleted: true, expiresAt: expiryAfter(ROW_SECONDS.tombstone, now()) };
    await db.send(new PutCommand({ TableName, Item }));
  },

  /** The sessions that render or have rendered an object at the key. */
  sessionsOf: (key: string) => sessionsOfKey(db, TableName, key),

  /** The fresh tombstones of videos deleted before a time, oldest first. */
  async *listFresh(before: number): AsyncGenerator<string> {
    const query = {
      TableName,
      IndexName: 'open-sessions',
      ...where(equals('open', FRESH), below('createdAt', new Date(before).toISOString())),
      Limit: 100,
    };
    for await (const row of queryAll(db, query)) yield v.parse(Key, row).id;
  },
});

const Key = v.object({ id: v.string() });
