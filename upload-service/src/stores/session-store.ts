import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { applied, type createDb } from '@video-service/shared/dynamodb';
import * as v from 'valibot';
import { secondsFromNow } from '@video-service/shared/time-to-live';

const KEPT_SECONDS = 90 * 24 * 3600;

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

type Db = ReturnType<typeof createDb>;

export type SessionStore = ReturnType<typeof createSessionStore>;

/** The sessions that this service has opened; it does not know any others. */
export const createSessionStore = (db: Db, TableName: string) => ({
  /** Opens a session; an existing one is left unchanged. */
  async create(session: Omit<Session, 'status'>): Promise<void> {
    const Item = { ...session, status: 0, expiresAt: secondsFromNow(KEPT_SECONDS) };
    const ConditionExpression = 'attribute_not_exists(id)';
    await applied(db.send(new PutCommand({ TableName, Item, ConditionExpression })));
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
          UpdateExpression: 'SET #status = :status, #revision = :revision',
          ConditionExpression:
            'attribute_exists(id) AND attribute_not_exists(#deleted) AND (attribute_not_exists(#revision) OR #revision <= :revision)',
          ExpressionAttributeNames: {
            '#status': 'status',
            '#revision': 'revision',
            '#deleted': 'deleted',
          },
          ExpressionAttributeValues: { ':status': status, ':revision': revision },
        }),
      ),
    );
  },
});
