import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Db } from '@video-service/shared/dynamodb/client';
import { equals } from '@video-service/shared/dynamodb/conditions';
import { where } from '@video-service/shared/dynamodb/expressions';
import { queryAll } from '@video-service/shared/dynamodb/query-all';
import { StepDone } from '@video-service/shared/messages';
import * as v from 'valibot';
import { expiryAfter, ROW_SECONDS } from '@video-service/shared/lifetimes';

export type StepStore = ReturnType<typeof createStepStore>;

/** The finished steps of sessions that have no metadata.json yet. */
export const createStepStore = (db: Db, TableName: string) => {
  const stepsOf = (id: string) => ({ TableName, ...where(equals('id', id)), ConsistentRead: true });
  return {
    /** Stores the step; repeating it replaces it. */
    async record(done: StepDone): Promise<void> {
      const Item = {
        id: done.id,
        step: [done.step, done.frame].filter(Boolean).join('#'),
        done: JSON.stringify(done),
        expiresAt: expiryAfter(ROW_SECONDS.step),
      };
      await db.send(new PutCommand({ TableName, Item }));
    },

    async deleteAll(id: string): Promise<void> {
      for await (const { step } of queryAll(db, stepsOf(id)))
        await db.send(new DeleteCommand({ TableName, Key: { id, step } }));
    },

    async list(id: string): Promise<StepDone[]> {
      const rows = await Array.fromAsync(queryAll(db, stepsOf(id)));
      return rows.map(({ done }) => v.parse(StoredStep, done));
    },
  };
};

const StoredStep = v.pipe(v.string(), v.parseJson(), StepDone);
