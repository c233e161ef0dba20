import { DeleteCommand, GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Db } from '@video-service/shared/dynamodb';
import pMap from 'p-map';
import * as v from 'valibot';
import {
  type Capture,
  type Labelling,
  type Labels,
  LabelRow,
} from '@video-service/shared/label-row';
import { expiryOf } from './time-to-live.ts';
import { update } from './update.ts';

const CONCURRENCY = 8;

export type LabelStore = ReturnType<typeof createLabelStore>;

/** The captures of all sessions, one row each; a capture and its labels are written separately. */
export const createLabelStore = (db: Db, TableName: string, now = Date.now) => ({
  /** Adds the capture, or updates its position; its labels stay. */
  async add(id: string, { frame, time, kind, sameAs }: Capture): Promise<void> {
    const changes = [
      '#time = :time',
      '#expiresAt = :expiresAt',
      kind && '#kind = :kind',
      sameAs && '#sameAs = :sameAs',
    ];
    // An earlier try may have found that the frame repeats another one.
    const removals = sameAs ? '' : ' REMOVE #sameAs';
    await update(db, {
      TableName,
      Key: { id, frame },
      UpdateExpression: `SET ${changes.filter(Boolean).join(', ')}${removals}`,
      values: {
        ':time': time,
        ':expiresAt': expiryOf(now()),
        ...(kind && { ':kind': kind }),
        ...(sameAs && { ':sameAs': sameAs }),
      },
    });
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
    update(db, {
      TableName,
      Key: { id, frame },
      UpdateExpression:
        'error' in labelling ? 'SET #error = :error' : 'SET #labels = :labels, #model = :model',
      ConditionExpression:
        'attribute_exists(#time) AND attribute_not_exists(#labels) AND attribute_not_exists(#error)',
      values: Object.fromEntries(
        Object.entries(labelling).map(([name, value]) => [`:${name}`, value]),
      ),
    }),

  /** Records labels that arrived after the session was closed, replacing the reason why there were none. */
  labelLate: (id: string, frame: string, { labels, model }: Labels): Promise<boolean> =>
    update(db, {
      TableName,
      Key: { id, frame },
      UpdateExpression: 'SET #labels = :labels, #model = :model, #late = :true REMOVE #error',
      ConditionExpression: 'attribute_exists(#time)',
      values: { ':labels': labels, ':model': model, ':true': true },
    }),

  /** Deletes all captures of a session. */
  async deleteAll(id: string): Promise<void> {
    const pages = paginateQuery(
      { client: db },
      {
        TableName,
        KeyConditionExpression: 'id = :id',
        ExpressionAttributeValues: { ':id': id },
        ProjectionExpression: 'frame',
        ConsistentRead: true,
      },
    );
    for await (const { Items } of pages)
      await pMap(
        v.parse(v.array(v.object({ frame: v.string() })), Items),
        ({ frame }) => db.send(new DeleteCommand({ TableName, Key: { id, frame } })),
        { concurrency: CONCURRENCY },
      );
  },

  /** The current state of all captures of a session. */
  async list(id: string): Promise<LabelRow[]> {
    const rows: LabelRow[] = [];
    const pages = paginateQuery(
      { client: db },
      {
        TableName,
        KeyConditionExpression: 'id = :id',
        ExpressionAttributeValues: { ':id': id },
        ConsistentRead: true,
      },
    );
    for await (const { Items } of pages) rows.push(...v.parse(v.array(LabelRow), Items));
    return rows;
  },
});
