import { GetCommand, paginateQuery, PutCommand } from '@aws-sdk/lib-dynamodb';
import { applied, type Db } from '@video-service/shared/dynamodb';
import type { SourceVideo } from '@video-service/shared/messages';
import type { Previews, SourceFacts, VideoError, Watched } from '@video-service/shared/metadata';
import * as v from 'valibot';
import { type FAILED, marksOf, PROCESSING, READY, Session } from './session.ts';
import { sessionChanges } from './session-changes.ts';
import { isTombstone, VideoDeleted } from './tombstone-store.ts';
import { addToKey } from './key-rows.ts';
import { expiryOf } from './time-to-live.ts';
import { update } from './update.ts';

const OPEN = 'open';
const OpenKeys = v.array(v.object({ id: v.string() }));

type SessionSource = Pick<Session, 'id' | 'source'>;

/** The frames to be labelled, and what is known of the video since. */
export type AddedCaptures = {
  pictures: string[];
  facts: SourceFacts;
  watched?: Watched | undefined;
  recording?: Pick<Session, 'camera' | 'recorded'>;
};

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
    return Item && !isTombstone(Item) ? v.parse(Session, Item) : undefined;
  };

  const { change, finish } = sessionChanges(db, TableName, now);

  const newSession = (id: string, source: Omit<SourceVideo, 'id'>) => {
    const createdAt = new Date(now()).toISOString();
    const times = { createdAt, updatedAt: createdAt, expiresAt: expiryOf(now()) };
    return { id, status: PROCESSING, source, open: OPEN, ...times };
  };

  return {
    /** The session as it is now. */
    get,

    /** The session of the video: the one that is there, else a new one; throws VideoDeleted for a deleted video. */
    async open({ id, ...source }: SourceVideo): Promise<Session> {
      const Item = newSession(id, source);
      // First, so that every session is found by its key.
      await addToKey(db, TableName, { id, key: source.key });
      const ConditionExpression = 'attribute_not_exists(id)';
      await applied(db.send(new PutCommand({ TableName, Item, ConditionExpression })));
      const session = await get(id);
      if (!session) throw new VideoDeleted();
      return session;
    },

    /** Adds the GIF, and what could be made beside it; that it was given up before counts no more. */
    addGif: (id: string, gif: string, previews: Previews) =>
      finish(id, 'gif', ', #gif = :gif, #previews = :previews', {
        values: { ':gif': gif, ':previews': previews },
      }),

    /** Starts the session of an empty object anew for the object that has been put in its place. */
    async restart({ id, ...source }: SourceVideo): Promise<boolean> {
      return applied(
        db.send(
          new PutCommand({
            TableName,
            Item: newSession(id, source),
            ConditionExpression: '#source.#size = :empty AND attribute_not_exists(#deleted)',
            ExpressionAttributeNames: {
              '#source': 'source',
              '#size': 'size',
              '#deleted': 'deleted',
            },
            ExpressionAttributeValues: { ':empty': 0 },
          }),
        ),
      );
    },

    /**
     * Adds the frames to be labelled, and what is known of the file; of several tries the first choice stays. That they
     * were given up before counts no more.
     */
    addCaptures: (
      { id, source }: SessionSource,
      { pictures, facts, watched, recording = {} }: AddedCaptures,
    ) =>
      finish(
        id,
        'captures',
        [
          ', #captures = :captures, #source = :source',
          pictures.length > 0 && ', #pictures = :pictures',
          watched && ', #activity = :activity, #activityEverySeconds = :activityEverySeconds',
          recording.camera !== undefined && ', #camera = :camera',
          recording.recorded && ', #recorded = :recorded',
        ]
          .filter(Boolean)
          .join(''),
        {
          values: {
            ':captures': pictures.length,
            ':source': { ...source, ...facts },
            ...(recording.camera !== undefined && { ':camera': recording.camera }),
            ...(recording.recorded && { ':recorded': recording.recorded }),
            // DynamoDB knows no empty set.
            ...(pictures.length > 0 && { ':pictures': new Set(pictures) }),
            ...(watched && {
              ':activity': watched.activity,
              ':activityEverySeconds': watched.activityEverySeconds,
            }),
          },
          unless: ['captures'],
        },
      ),

    /** Adds a capture whose labels are there, or never will be. */
    addLabelled: (id: string, frame: string) =>
      change(id, 'ADD #labelled :frames', { values: { ':frames': new Set([frame]) } }),

    /** Sets the session's error; the first one stays, and a stage that is done fails no more. */
    fail: ({ id, source }: SessionSource, error: VideoError) =>
      change(id, ', #error = :error', {
        values: { ':error': error },
        unless: ['error', ...marksOf(error.stage)],
        source,
      }),

    /** Closes the session as its metadata.json says. */
    close: ({ id, source }: SessionSource, status: typeof READY | typeof FAILED) =>
      change(id, `, #status = :status REMOVE #open${status === READY ? ', #error' : ''}`, {
        values: { ':status': status },
        source,
      }),

    /** Notes that the rendering has been started once more. */
    markRestarted: (id: string) =>
      change(id, ', #restarted = :true', { values: { ':true': true } }),

    /** Lists a ready session as open again, since it has labels that its metadata.json does not show. */
    addRelabelled: (id: string): Promise<boolean> =>
      update(db, {
        TableName,
        Key: { id },
        UpdateExpression: 'SET #open = :open ADD #relabelled :one',
        ConditionExpression: '#status = :ready',
        values: { ':open': OPEN, ':one': 1, ':ready': READY },
      }),

    /** Ends that, unless more labels have come since the session was read. */
    endRelabelling: ({ id, relabelled = 0 }: Session): Promise<boolean> =>
      update(db, {
        TableName,
        Key: { id },
        UpdateExpression: 'REMOVE #open',
        ConditionExpression: '#status = :ready AND #relabelled = :seen',
        values: { ':ready': READY, ':seen': relabelled },
      }),

    /** Every session that is not finished or has new labels, oldest first. */
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
