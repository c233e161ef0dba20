import { DeleteCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { remove, set } from '@video-service/shared/dynamodb/changes';
import { applied, type Db } from '@video-service/shared/dynamodb/client';
import { all, equals, exists, missing } from '@video-service/shared/dynamodb/conditions';
import { update, where } from '@video-service/shared/dynamodb/expressions';
import { queryAll } from '@video-service/shared/dynamodb/query-all';
import pMap from 'p-map';
import * as v from 'valibot';
import {
  type Capture,
  type Labelling,
  type Labels,
  LabelRow,
} from '@video-service/shared/label-row';
import { expiryAfter, ROW_SECONDS } from '@video-service/shared/lifetimes';

const CONCURRENCY = 8;

export type LabelStore = ReturnType<typeof createLabelStore>;

/** The captures of all sessions, one row each; a capture and its labels are written separately. */
export const createLabelStore = (db: Db, TableName: string, now = Date.now) => {
  const capturesOf = (id: string) => ({
    TableName,
    ...where(equals('id', id)),
    ConsistentRead: true,
  });
  return {
    /** Adds the capture, or updates its position; its labels stay. */
    async add(id: string, { frame, time, kind, sameAs }: Capture): Promise<void> {
      await db.send(
        new UpdateCommand({
          TableName,
          Key: { id, frame },
          ...update([
            set({ time, kind, sameAs, expiresAt: expiryAfter(ROW_SECONDS.session, now()) }),
            // An earlier try may have found that the frame repeats another one.
            ...(sameAs === undefined ? [remove('sameAs')] : []),
          ]),
        }),
      );
    },

    /** The current state of the capture. */
    async get(id: string, frame: string): Promise<LabelRow | undefined> {
      const { Item } = await db.send(
        new GetCommand({ TableName, Key: { id, frame }, ConsistentRead: true }),
      );
      return Item && v.parse(LabelRow, Item);
    },

    /** Records the outcome of labelling; the first one stays. False if there was one, or no capture. */
    label: (id: string, frame: string, labelling: Labelling): Promise<boolean> =>
      applied(
        db.send(
          new UpdateCommand({
            TableName,
            Key: { id, frame },
            ...update([set(labelling)], all(exists('time'), missing('labels'), missing('error'))),
          }),
        ),
      ),

    /** Records labels that arrived after the session was closed, replacing the reason why there were none. */
    labelLate: (id: string, frame: string, { labels, model }: Labels): Promise<boolean> =>
      applied(
        db.send(
          new UpdateCommand({
            TableName,
            Key: { id, frame },
            ...update([set({ labels, model, late: true }), remove('error')], exists('time')),
          }),
        ),
      ),

    /** Deletes all captures of a session. */
    async deleteAll(id: string): Promise<void> {
      const frames = queryAll(db, { ...capturesOf(id), ProjectionExpression: 'frame' });
      await pMap(
        frames,
        ({ frame }) => db.send(new DeleteCommand({ TableName, Key: { id, frame } })),
        { concurrency: CONCURRENCY },
      );
    },

    /** The current state of all captures of a session. */
    list: async (id: string): Promise<LabelRow[]> =>
      v.parse(v.array(LabelRow), await Array.fromAsync(queryAll(db, capturesOf(id)))),
  };
};
