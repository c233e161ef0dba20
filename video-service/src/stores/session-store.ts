import { GetCommand, paginateQuery, PutCommand } from '@aws-sdk/lib-dynamodb';
import { applied, type Db } from '@video-service/shared/dynamodb';
import type { SourceVideo } from '@video-service/shared/messages';
import type { Previews, SourceFacts, VideoError } from '@video-service/shared/metadata';
import * as v from 'valibot';
import { type FAILED, marksOf, PROCESSING, READY, Session } from './session.ts';
import { expiryOf } from './time-to-live.ts';
import { update } from './update.ts';

const OPEN = 'open';
const OpenKeys = v.array(v.object({ id: v.string() }));

export type SessionStore = ReturnType<typeof createSessionStore>;

/**
 * The sessions, a row each. Every change is idempotent and commutes with the others, and only an open
 * session changes: false says that it is finished or gone.
 */
export const createSessionStore = (db: Db, TableName: string, now = Date.now) => {
  const get = async (id: string): Promise<Session | undefined> => {
    const { Item } = await db.send(
      new GetCommand({ TableName, Key: { id }, ConsistentRead: true }),
    );
    return Item && v.parse(Session, Item);
  };

  const change = (
    id: string,
    changes: string,
    { values = {}, unless = [] }: { values?: Record<string, unknown>; unless?: string[] },
  ) =>
    update(db, {
      TableName,
      Key: { id },
      UpdateExpression: `SET #updatedAt = :now ${changes}`,
      ConditionExpression: [
        '#status = :processing',
        ...unless.map((name) => `attribute_not_exists(#${name})`),
      ].join(' AND '),
      values: { ':now': new Date(now()).toISOString(), ':processing': PROCESSING, ...values },
    });

  return {
    /** The session as it is now. */
    get,

    /** The session of the video: the one that is there, else a new one. */
    async open({ id, ...source }: SourceVideo): Promise<Session> {
      const createdAt = new Date(now()).toISOString();
      const times = { createdAt, updatedAt: createdAt, expiresAt: expiryOf(now()) };
      const Item = { id, status: PROCESSING, source, open: OPEN, ...times };
      const ConditionExpression = 'attribute_not_exists(id)';
      await applied(db.send(new PutCommand({ TableName, Item, ConditionExpression })));
      return (await get(id)) ?? v.parse(Session, Item);
    },

    /** Adds the GIF, and what could be made beside it. */
    addGif: (id: string, gif: string, previews: Previews) =>
      change(id, ', #gif = :gif, #previews = :previews', {
        values: { ':gif': gif, ':previews': previews },
      }),

    /** Adds how many captures are to be labelled, and what the file itself says. */
    addCaptures: (
      { id, source }: Session,
      { captures, facts }: { captures: number; facts: SourceFacts },
    ) =>
      change(id, ', #captures = :captures, #source = :source', {
        values: { ':captures': captures, ':source': { ...source, ...facts } },
      }),

    /** Adds a capture whose labels are there, or never will be. */
    addLabelled: (id: string, frame: string) =>
      change(id, 'ADD #labelled :frames', { values: { ':frames': new Set([frame]) } }),

    /** Sets the session's error; the first one stays, and a stage that is done fails no more. */
    fail: (id: string, error: VideoError) =>
      change(id, ', #error = :error', {
        values: { ':error': error },
        unless: ['error', ...marksOf(error.stage)],
      }),

    /** Closes the session as its metadata.json says. */
    close: (id: string, status: typeof READY | typeof FAILED) =>
      change(id, `, #status = :status REMOVE #open${status === READY ? ', #error' : ''}`, {
        values: { ':status': status },
      }),

    /** Every session that is not finished, oldest first. */
    async *listOpen(): AsyncGenerator<string> {
      const pages = paginateQuery(
        { client: db, pageSize: 100 },
        {
          TableName,
          IndexName: 'open-sessions',
          KeyConditionExpression: '#open = :open',
          ExpressionAttributeNames: { '#open': 'open' },
          ExpressionAttributeValues: { ':open': OPEN },
        },
      );
      for await (const { Items } of pages) for (const { id } of v.parse(OpenKeys, Items)) yield id;
    },
  };
};
