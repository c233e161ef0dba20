import { GetCommand, paginateQuery, PutCommand } from '@aws-sdk/lib-dynamodb';
import { applied, type Db } from '@video-service/shared/dynamodb';
import type { SourceVideo } from '@video-service/shared/messages';
import type { Previews, SourceFacts, VideoError, Watched } from '@video-service/shared/metadata';
import * as v from 'valibot';
import { type FAILED, marksOf, PROCESSING, READY, Session } from '@video-service/shared/session';
import { sessionChanges } from './session-changes.ts';
import { isTombstone, VideoDeleted } from './tombstone-store.ts';
import { addToKey } from './key-rows.ts';
import { expiryOf } from './time-to-live.ts';
import { update } from './update.ts';

const OPEN = 'open';
const OpenKeys = v.array(v.object({ id: v.string() }));

type SessionSource = Pick<Session, 'id' | 'source'>;

/** The frames to label, and what is now known about the video. */
export type AddedCaptures = {
  pictures: string[];
  facts: SourceFacts;
  watched?: Watched | undefined;
  recording?: Pick<Session, 'camera' | 'recorded'>;
};

export type SessionStore = ReturnType<typeof createSessionStore>;

/**
 * The sessions, one row each. Every change is idempotent and commutes with the others, and only open sessions change:
 * false means finished or deleted.
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
    /** The current state of the session. */
    get,

    /** The video's session, existing or new; throws VideoDeleted for a deleted video. */
    async open({ id, ...source }: SourceVideo): Promise<Session> {
      const Item = newSession(id, source);
      // First, so that every session can be found by its key.
      await addToKey(db, TableName, { id, key: source.key });
      const ConditionExpression = 'attribute_not_exists(id)';
      await applied(db.send(new PutCommand({ TableName, Item, ConditionExpression })));
      const session = await get(id);
      if (!session) throw new VideoDeleted();
      return session;
    },

    /** Adds the GIF and its other previews; an earlier failure of the stage no longer counts. */
    addGif: (id: string, gif: string, previews: Previews) =>
      finish(id, 'gif', ', #gif = :gif, #previews = :previews', {
        values: { ':gif': gif, ':previews': previews },
      }),

    /** Restarts the session of an empty object for the object that replaced it. */
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
     * Adds the frames to label, and the file's facts; the first of several choices stays. An earlier failure of the
     * stage no longer counts.
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
            // DynamoDB has no empty sets.
            ...(pictures.length > 0 && { ':pictures': new Set(pictures) }),
            ...(watched && {
              ':activity': watched.activity,
              ':activityEverySeconds': watched.activityEverySeconds,
            }),
          },
          unless: ['captures'],
        },
      ),

    /** Adds a capture that has labels, or never will. */
    addLabelled: (id: string, frame: string) =>
      change(id, 'ADD #labelled :frames', { values: { ':frames': new Set([frame]) } }),

    /** Sets the session's error; the first one stays, and a finished stage cannot fail any more. */
    fail: ({ id, source }: SessionSource, error: VideoError) =>
      change(id, ', #error = :error', {
        values: { ':error': error },
        unless: ['error', ...marksOf(error.stage)],
        source,
      }),

    /** Closes the session with the status of its metadata.json. */
    close: ({ id, source }: SessionSource, status: typeof READY | typeof FAILED) =>
      change(id, `, #status = :status REMOVE #open${status === READY ? ', #error' : ''}`, {
        values: { ':status': status },
        source,
      }),

    /** Records that rendering was restarted. */
    markRestarted: (id: string) =>
      change(id, ', #restarted = :true', { values: { ':true': true } }),

    /** Lists a ready session as open again, because it has labels that are not in its metadata.json. */
    addRelabelled: (id: string): Promise<boolean> =>
      update(db, {
        TableName,
        Key: { id },
        UpdateExpression: 'SET #open = :open ADD #relabelled :one',
        ConditionExpression: '#status = :ready',
        values: { ':open': OPEN, ':one': 1, ':ready': READY },
      }),

    /** Undoes that, unless more labels have arrived since the session was read. */
    endRelabelling: ({ id, relabelled = 0 }: Session): Promise<boolean> =>
      update(db, {
        TableName,
        Key: { id },
        UpdateExpression: 'REMOVE #open',
        ConditionExpression: '#status = :ready AND #relabelled = :seen',
        values: { ':ready': READY, ':seen': relabelled },
      }),

    /** Every session that is unfinished or has new labels, oldest first. */
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
