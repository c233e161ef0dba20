import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { add, removeMembers } from '@video-service/shared/dynamodb/changes';
import { applied, type Db } from '@video-service/shared/dynamodb/client';
import {
  all,
  any,
  contains,
  equals,
  exists,
  missing,
  smallerThan,
} from '@video-service/shared/dynamodb/conditions';
import { update, where } from '@video-service/shared/dynamodb/expressions';
import { expiryAfter, ROW_SECONDS } from '@video-service/shared/lifetimes';

const MAX_SESSIONS = 20;
const MAX_LISTENERS = 50;

/** The outcome of a subscription request. */
export type Subscribed = 'subscribed' | 'too-many-sessions' | 'too-many-listeners';

export type ConnectionStore = ReturnType<typeof createConnectionStore>;

/**
 * The subscriptions of connections to sessions. A subscription is a row (session, connection); a row (connection,
 * connection) lists the sessions of that connection, so that neither direction needs an index.
 */
export const createConnectionStore = (db: Db, TableName: string) => {
  const remove = (Key: Key) =>
    db.send(new DeleteCommand({ TableName, Key, ReturnValues: 'ALL_OLD' }));
  return {
    async open(connectionId: string, { isOwner = false } = {}): Promise<void> {
      const Item = {
        ...ofConnection(connectionId),
        expiresAt: expiryAfter(ROW_SECONDS.connection),
        ...(isOwner && { isOwner }),
      };
      await db.send(new PutCommand({ TableName, Item }));
    },

    /** Whether the owner opened the connection. */
    async isOwner(connectionId: string): Promise<boolean> {
      const Key = ofConnection(connectionId);
      const { Item } = await db.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item?.['isOwner'] === true;
    },

    /** Refused if the connection is closed, or if it or the session has too many subscriptions. */
    async subscribe(connectionId: string, session: string): Promise<Subscribed> {
      // Concurrent callers can exceed the limit by a few, which does no harm.
      const listeners = await this.listeners(session);
      if (listeners.length >= MAX_LISTENERS && !listeners.includes(connectionId))
        return 'too-many-listeners';
      const Item = {
        ...ofSubscription(session, connectionId),
        expiresAt: expiryAfter(ROW_SECONDS.connection),
      };
      await db.send(new PutCommand({ TableName, Item }));
      // Last, so that a connection that closes meanwhile leaves no row behind.
      if (await applied(db.send(new UpdateCommand(addSession(TableName, connectionId, session)))))
        return 'subscribed';
      await remove(ofSubscription(session, connectionId));
      return 'too-many-sessions';
    },

    /** Ends a subscription; succeeds if there is none. */
    async unsubscribe(connectionId: string, session: string): Promise<void> {
      await applied(db.send(new UpdateCommand(removeSession(TableName, connectionId, session))));
      // Last, because it is what a repetition finds.
      await remove(ofSubscription(session, connectionId));
    },

    /** The connections subscribed to a session. */
    async listeners(session: string): Promise<string[]> {
      const { Items = [] } = await db.send(
        new QueryCommand({
          TableName,
          ...where(equals(SUBJECT, session)),
          ConsistentRead: true,
          Limit: MAX_LISTENERS,
        }),
      );
      return Items.map(({ connectionId }) => String(connectionId));
    },

    /** Forgets the connection and its subscriptions. */
    async close(connectionId: string): Promise<void> {
      const { Attributes } = await remove(ofConnection(connectionId));
      // A string set that only addSession writes.
      const sessions = (Attributes?.['sessions'] ?? new Set()) as Set<string>;
      await Promise.all(
        [...sessions].map((session) => remove(ofSubscription(session, connectionId))),
      );
    },
  };
};

// A session or a connection: what the row is about.
const SUBJECT = 'topic';

type Key = { [SUBJECT]: string; connectionId: string };

const ofSubscription = (session: string, connectionId: string): Key => ({
  [SUBJECT]: session,
  connectionId,
});

const ofConnection = (connectionId: string): Key => ({ [SUBJECT]: connectionId, connectionId });

const addSession = (TableName: string, connectionId: string, session: string) => ({
  TableName,
  Key: ofConnection(connectionId),
  ...update(
    [add({ sessions: new Set([session]) })],
    all(
      exists(SUBJECT),
      any(
        missing('sessions'),
        contains('sessions', session),
        smallerThan('sessions', MAX_SESSIONS),
      ),
    ),
  ),
});

const removeSession = (TableName: string, connectionId: string, session: string) => ({
  TableName,
  Key: ofConnection(connectionId),
  ...update([removeMembers({ sessions: new Set([session]) })], exists(SUBJECT)),
});
