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
 * connection) lists the sessions of that connection, so that neither direction needs an index. The key `topic` is
 * therefore a session or a connection.
 */
export const createConnectionStore = (db: Db, TableName: string) => {
  const remove = (topic: string, connectionId: string) =>
    db.send(
      new DeleteCommand({ TableName, Key: { topic, connectionId }, ReturnValues: 'ALL_OLD' }),
    );
  return {
    async open(connectionId: string, { isOwner = false } = {}): Promise<void> {
      const expiresAt = expiryAfter(ROW_SECONDS.connection);
      const Item = { topic: connectionId, connectionId, expiresAt, ...(isOwner && { isOwner }) };
      await db.send(new PutCommand({ TableName, Item }));
    },

    /** Whether the owner opened the connection. */
    async isOwner(connectionId: string): Promise<boolean> {
      const Key = { topic: connectionId, connectionId };
      const { Item } = await db.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item?.['isOwner'] === true;
    },

    /** Refused if the connection is closed, or if it or the session has too many subscriptions. */
    async subscribe(connectionId: string, session: string): Promise<Subscribed> {
      // Concurrent callers can exceed the limit by a few, which does no harm.
      const listeners = await this.listeners(session);
      if (listeners.length >= MAX_LISTENERS && !listeners.includes(connectionId))
        return 'too-many-listeners';
      const Item = { topic: session, connectionId, expiresAt: expiryAfter(ROW_SECONDS.connection) };
      await db.send(new PutCommand({ TableName, Item }));
      // Last, so that a connection that closes meanwhile leaves no row behind.
      if (await applied(db.send(new UpdateCommand(addSession(TableName, connectionId, session)))))
        return 'subscribed';
      await remove(session, connectionId);
      return 'too-many-sessions';
    },

    /** Ends a subscription; succeeds if there is none. */
    async unsubscribe(connectionId: string, session: string): Promise<void> {
      await remove(session, connectionId);
      await applied(db.send(new UpdateCommand(removeSession(TableName, connectionId, session))));
    },

    /** The connections subscribed to a session. */
    async listeners(session: string): Promise<string[]> {
      const { Items = [] } = await db.send(
        new QueryCommand({
          TableName,
          ...where(equals('topic', session)),
          ConsistentRead: true,
          Limit: MAX_LISTENERS,
        }),
      );
      return Items.map(({ connectionId }) => String(connectionId));
    },

    /** Forgets the connection and its subscriptions. */
    async close(connectionId: string): Promise<void> {
      const { Attributes } = await remove(connectionId, connectionId);
      // A string set that only addSession writes.
      const sessions = (Attributes?.['sessions'] ?? new Set()) as Set<string>;
      await Promise.all([...sessions].map((session) => remove(session, connectionId)));
    },
  };
};

const addSession = (TableName: string, connectionId: string, session: string) => ({
  TableName,
  Key: { topic: connectionId, connectionId },
  ...update(
    [add({ sessions: new Set([session]) })],
    all(
      exists('topic'),
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
  Key: { topic: connectionId, connectionId },
  ...update([removeMembers({ sessions: new Set([session]) })], exists('topic')),
});
