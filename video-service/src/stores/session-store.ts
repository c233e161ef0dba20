import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { add, remove, set } from '@video-service/shared/dynamodb/changes';
import { applied, type Db } from '@video-service/shared/dynamodb/client';
import { all, equals, missing } from '@video-service/shared/dynamodb/conditions';
import { update, when, where } from '@video-service/shared/dynamodb/expressions';
import { queryAll } from '@video-service/shared/dynamodb/query-all';
import type { SourceVideo } from '@video-service/shared/messages';
import type { Previews, SourceFacts, VideoError, Watched } from '@video-service/shared/metadata';
import * as v from 'valibot';
import { type FAILED, marksOf, PROCESSING, READY, Session } from '@video-service/shared/session';
import { sessionChanges } from './session-changes.ts';
import { isTombstone, VideoDeleted } from './tombstone-store.ts';
import { addToKey } from './key-rows.ts';
import { expiryAfter, ROW_SECONDS } from '@video-service/shared/lifetimes';

const OPEN = 'open';
const Key = v.object({ id: v.string() });

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

  const { change, changed, finish } = sessionChanges(db, TableName, now);

  const newSession = (id: string, source: Omit<SourceVideo, 'id'>) => {
    const createdAt = new Date(now()).toISOString();
    const times = {
      createdAt,
      updatedAt: createdAt,
      expiresAt: expiryAfter(ROW_SECONDS.session, now()),
    };
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
      await applied(db.send(new PutCommand({ TableName, Item, ...when(missing('id')) })));
      const session = await get(id);
      if (!session) throw new VideoDeleted();
      return session;
    },

    /** Adds the GIF and its other previews; an earlier failure of the stage no longer counts. */
    addGif: (id: string, gif: string, previews: Previews) =>
      finish(id, 'gif', [set({ gif, previews })]),

    /** Restarts the session of an empty object for the object that replaced it. */
    async restart({ id, ...source }: SourceVideo): Promise<boolean> {
      return applied(
        db.send(
          new PutCommand({
            TableName,
            Item: newSession(id, source),
            ...when(all(equals(['source', 'size'], 0), missing('deleted'))),
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
          set({
            captures: pictures.length,
            source: { ...source, ...facts },
            // DynamoDB has no empty sets.
            pictures: pictures.length > 0 ? new Set(pictures) : undefined,
            activity: watched?.activity,
            activityEverySeconds: watched?.activityEverySeconds,
            camera: recording.camera,
            recorded: recording.recorded,
          }),
        ],
        { unless: ['captures'] },
      ),

    /** Adds a capture that has labels, or never will; returns the session, undefined if it does not change any more. */
    addLabelled: (id: string, frame: string): Promise<Session | undefined> =>
      changed(id, [add({ labelled: new Set([frame]) })]),

    /** Sets the session's error; the first one stays, and a finished stage cannot fail any more. */
    fail: ({ id, source }: SessionSource, error: VideoError) =>
      change(id, [set({ error })], {
        unless: ['error', ...marksOf(error.stage)],
        source,
      }),

    /** Closes the session with the status of its metadata.json. */
    close: ({ id, source }: SessionSource, status: typeof READY | typeof FAILED) =>
      change(id, [set({ status }), remove('open', ...(status === READY ? ['error'] : []))], {
        source,
      }),

    /** Records that rendering was restarted. */
    markRestarted: (id: string) => change(id, [set({ restarted: true })]),

    /** Lists a ready session as open again, because it has labels that are not in its metadata.json. */
    addRelabelled: (id: string): Promise<boolean> =>
      applied(
        db.send(
          new UpdateCommand({
            TableName,
            Key: { id },
            ...update([set({ open: OPEN }), add({ relabelled: 1 })], equals('status', READY)),
          }),
        ),
      ),

    /** Undoes that, unless more labels have arrived since the session was read. */
    endRelabelling: ({ id, relabelled = 0 }: Session): Promise<boolean> =>
      applied(
        db.send(
          new UpdateCommand({
            TableName,
            Key: { id },
            ...update(
              [remove('open')],
              all(equals('status', READY), equals('relabelled', relabelled)),
            ),
          }),
        ),
      ),

    /** Every session that is unfinished or has new labels, oldest first. */
    async *listOpen(): AsyncGenerator<string> {
      const query = { TableName, IndexName: 'open-sessions', ...where(equals('open', OPEN)) };
      for await (const row of queryAll(db, { ...query, Limit: 100 })) yield v.parse(Key, row).id;
    },
  };
};
