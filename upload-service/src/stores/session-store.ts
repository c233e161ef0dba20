import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { set } from '@video-service/shared/dynamodb/changes';
import { applied, type Db } from '@video-service/shared/dynamodb/client';
import { all, any, atMost, exists, missing } from '@video-service/shared/dynamodb/conditions';
import { update, when } from '@video-service/shared/dynamodb/expressions';
import * as v from 'valibot';
import { expiryAfter, ROW_SECONDS } from '@video-service/shared/lifetimes';

const Multipart = v.object({ uploadId: v.string(), size: v.number() });

const Session = v.object({
  id: v.string(),
  key: v.string(),
  status: v.picklist([0, 1, -1]),
  upload: v.optional(Multipart),
  revision: v.optional(v.number()),
});

/**
 * An upload of this page: 0 until its metadata.json exists, then 1 (ready) or −1 (failed), according to its `revision`.
 */
export type Session = v.InferOutput<typeof Session>;

/** The multipart upload of a session's video and its declared size. */
type Multipart = v.InferOutput<typeof Multipart>;

export type SessionStore = ReturnType<typeof createSessionStore>;

/** The sessions that this service has opened; it does not know any others. */
export const createSessionStore = (db: Db, TableName: string) => ({
  /** Opens a session; an existing one is left unchanged. */
  async create(session: Omit<Session, 'status'>): Promise<void> {
    const Item = { ...session, status: 0, expiresAt: expiryAfter(ROW_SECONDS.session) };
    await applied(db.send(new PutCommand({ TableName, Item, ...when(missing('id')) })));
  },

  async get(id: string): Promise<Session | undefined> {
    const { Item } = await db.send(
      new GetCommand({ TableName, Key: { id }, ConsistentRead: true }),
    );
    return Item && !Item['deleted'] ? v.parse(Session, Item) : undefined;
  },

  /**
   * Finishes a session according to a revision of its results; false if the session is not ours or has a later
   * revision.
   */
  finish(id: string, { status, revision }: { status: 1 | -1; revision: number }): Promise<boolean> {
    return applied(
      db.send(
        new UpdateCommand({
          TableName,
          Key: { id },
          ...update(
            [set({ status, revision })],
            all(
              exists('id'),
              missing('deleted'),
              any(missing('revision'), atMost('revision', revision)),
            ),
          ),
        }),
      ),
    );
  },
});
