import { GetCommand, paginateScan, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { remove, set } from '@video-service/shared/dynamodb/changes';
import { applied, type Db } from '@video-service/shared/dynamodb/client';
import { all, any, equals, exists, missing } from '@video-service/shared/dynamodb/conditions';
import { filter, update, when } from '@video-service/shared/dynamodb/expressions';
import { expiryAfter, ROW_SECONDS } from '@video-service/shared/lifetimes';
import * as v from 'valibot';

const Claim = v.object({
  by: v.string(),
  at: v.number(),
  settled: v.optional(v.boolean(), false),
});

const Session = v.object({
  id: v.string(),
  sender: v.string(),
  stored: v.optional(v.boolean(), false),
  said: v.record(v.string(), Claim),
});

/** Who gets the answer, whether the video is in the bucket, and which parts were sent. */
export type Session = v.InferOutput<typeof Session>;

export type SessionStore = ReturnType<typeof createSessionStore>;

/** What a session is opened for. */
export type Opened = { id: string; sender: string; kind?: string };

/** Messenger's sessions, each kept for 30 days, or as long as its video. */
export const createSessionStore = (db: Db, TableName: string) => {
  const find = (id: string) => findSession(db, TableName, id);

  return {
    find,

    /** Opens the session, or returns the existing one; undefined if its video was deleted. */
    async open({ id, sender, kind }: Opened): Promise<Session | undefined> {
      const expiresAt = expiryAfter(ROW_SECONDS.conversation);
      await applied(
        db.send(
          new PutCommand({
            TableName,
            Item: { id, sender, said: {}, expiresAt, ...(kind === 'video' && { video: true }) },
            ...when(missing('id')),
          }),
        ),
      );
      return find(id);
    },

    /** The sessions of a person's videos. Needed rarely enough to scan the table. */
    async videosOf(sender: string): Promise<string[]> {
      const ids: string[] = [];
      const pages = paginateScan(
        { client: db },
        {
          TableName,
          ConsistentRead: true,
          ...filter(
            all(equals('sender', sender), any(equals('video', true), equals('stored', true))),
          ),
        },
      );
      for await (const { Items = [] } of pages) ids.push(...Items.map(({ id }) => String(id)));
      return ids;
    },

    /** Leaves only the record that the session's video was deleted, whether the session exists or not. */
    async bury(id: string): Promise<void> {
      await db.send(
        new UpdateCommand({
          TableName,
          Key: { id },
          ...update([
            // Claims keep their place, so that a message in progress does not fail.
            set({ deleted: true, said: {}, expiresAt: expiryAfter(ROW_SECONDS.tombstone) }),
            remove('sender', 'stored', 'video'),
          ]),
        }),
      );
    },

    /** Marks the video as stored in the source bucket. From then on its session lasts as long as the video. */
    async markStored(id: string): Promise<void> {
      await db.send(
        new UpdateCommand({
          TableName,
          Key: { id },
          ...update([set({ stored: true }), remove('expiresAt')], exists('id')),
        }),
      );
    },
  };
};

/** The session as last written; undefined if there is none. */
export const findSession = async (
  db: Db,
  TableName: string,
  id: string,
): Promise<Session | undefined> => {
  const { Item } = await db.send(new GetCommand({ TableName, Key: { id }, ConsistentRead: true }));
  return Item && !Item['deleted'] ? v.parse(Session, Item) : undefined;
};
