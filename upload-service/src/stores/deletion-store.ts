import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { remove, set, setIfMissing } from '@video-service/shared/dynamodb/changes';
import type { Db } from '@video-service/shared/dynamodb/client';
import { update } from '@video-service/shared/dynamodb/expressions';
import { DeletedBy } from '@video-service/shared/deletions';
import { expiryAfter, ROW_SECONDS } from '@video-service/shared/lifetimes';
import * as v from 'valibot';

const Row = v.object({
  deletedAt: v.exactOptional(v.string()),
  deletedBy: v.exactOptional(DeletedBy),
  'video-service': v.exactOptional(v.string()),
  'upload-service': v.exactOptional(v.string()),
  'facebook-service': v.exactOptional(v.string()),
});

export type Service = 'video-service' | 'upload-service' | 'facebook-service';

/** When a video's deletion was requested, by whom, and when each service confirmed it. */
export type DeletionRecord = {
  at?: string;
  by?: v.InferOutput<typeof DeletedBy>;
  done: Partial<Record<Service, string>>;
};

export type DeletionStore = ReturnType<typeof createDeletionStore>;

/** The tombstones among this service's sessions, for every deleted video, whichever door it came through. */
export const createDeletionStore = (db: Db, TableName: string, now = Date.now) => ({
  /** Replaces a session with a tombstone, whether the session exists or not; the first request is kept. */
  async bury(id: string, by: v.InferOutput<typeof DeletedBy>): Promise<DeletionRecord> {
    const { Attributes } = await db.send(
      new UpdateCommand({
        TableName,
        Key: { id },
        ...update([
          set({ deleted: true, expiresAt: expiryAfter(ROW_SECONDS.tombstone) }),
          setIfMissing({ deletedAt: new Date(now()).toISOString(), deletedBy: by }),
          remove('key', 'status', 'upload', 'revision'),
        ]),
        ReturnValues: 'ALL_NEW',
      }),
    );
    return recordIn(Attributes);
  },

  /** Records that a service holds nothing of the video any more; the first time is kept. */
  async note(id: string, service: Service, at: string): Promise<DeletionRecord> {
    const { Attributes } = await db.send(
      new UpdateCommand({
        TableName,
        Key: { id },
        ...update([
          set({ deleted: true }),
          setIfMissing({ expiresAt: expiryAfter(ROW_SECONDS.tombstone), [service]: at }),
        ]),
        ReturnValues: 'ALL_NEW',
      }),
    );
    return recordIn(Attributes);
  },

  /** Undefined for a video that was not deleted. */
  async get(id: string): Promise<DeletionRecord | undefined> {
    const { Item } = await db.send(
      new GetCommand({ TableName, Key: { id }, ConsistentRead: true }),
    );
    return Item?.['deleted'] ? recordIn(Item) : undefined;
  },
});

const recordIn = (row: unknown): DeletionRecord => {
  const { deletedAt: at, deletedBy: by, ...done } = v.parse(Row, row);
  return { ...(at !== undefined && { at }), ...(by && { by }), done };
};
