import { DeleteCommand, PutCommand, UpdateCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { applied, type createDb } from '@video-service/shared/dynamodb';
import { secondsFromNow } from './time-to-live.ts';

// API Gateway ends a WebSocket after two hours.
const KEPT_SECONDS = 2 * 3600;
const MAX_SESSIONS = 20;

export type ConnectionStore = ReturnType<typeof createConnectionStore>;

/**
 * Who wants to hear of which session: a row (session, connection) a subscription, and a row (connection,
 * connection) that lists the sessions of that connection, so that neither direction needs an index.
 */
export const createConnectionStore = (db: ReturnType<typeof createDb>, TableName: string) => {
  const remove = (topic: string, connectionId: string) =>
    db.send(
      new DeleteCommand({ TableName, Key: { topic, connectionId }, ReturnValues: 'ALL_OLD' }),
    );
  return {
    async open(connectionId: string): Promise<void> {
      const Item = { topic: connectionId, connectionId, expiresAt: secondsFromNow(KEPT_SECONDS) };
      await db.send(new PutCommand({ TableName, Item }));
    },

    /** False when the connection is closed or listens to as many sessions as one may. */
    async subscribe(connectionId: string, session: string): Promise<boolean> {
      const added = db.send(new UpdateCommand(addSession(TableName, connectionId, session)));
      if (!(await applied(added))) return false;
      const Item = { topic: session, connectionId, expiresAt: secondsFromNow(KEPT_SECONDS) };
      await db.send(new PutCommand({ TableName, Item }));
      return true;
    },

    /** The connections that listen to a session. */
    async listeners(session: string): Promise<string[]> {
      const connectionIds: string[] = [];
      const pages = paginateQuery(
        { client: db },
        {
          TableName,
          KeyConditionExpression: 'topic = :session',
          ExpressionAttributeValues: { ':session': session },
          ConsistentRead: true,
        },
      );
      for await (const { Items = [] } of pages)
        connectionIds.push(...Items.map(({ connectionId }) => String(connectionId)));
      return connectionIds;
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
  UpdateExpression: 'ADD sessions :sessions',
  ConditionExpression:
    'attribute_exists(topic) AND (attribute_not_exists(sessions) OR contains(sessions, :session) OR size(sessions) < :max)',
  ExpressionAttributeValues: {
    ':sessions': new Set([session]),
    ':session': session,
    ':max': MAX_SESSIONS,
  },
});
