import { DeleteCommand, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Db } from '@video-service/shared/dynamodb/client';
import { equals } from '@video-service/shared/dynamodb/conditions';
import { where } from '@video-service/shared/dynamodb/expressions';
import { StepDone } from '@video-service/shared/messages';
import * as v from 'valibot';
import { expiryAfter, ROW_SECONDS } from '@video-service/shared/lifetimes';

export type StepStore = ReturnType<typeof createStepStore>;

/** The finished steps of sessions that have no metadata.json yet. */
export const createStepStore = (db: Db, TableName: string) => ({
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
    const pages = paginateQuery(
      { client: db },
      {
        TableName,
        ...where(equals('id', id)),
        ConsistentRead: true,
      },
    );
    for await (const { Items = [] } of pages)
      for (const { step } of Items)
        await db.send(new DeleteCommand({ TableName, Key: { id, step: String(step) } }));
  },

  async list(id: string): Promise<StepDone[]> {
    const steps: StepDone[] = [];
    const pages = paginateQuery(
      { client: db },
      {
        TableName,
        ...where(equals('id', id)),
        ConsistentRead: true,
      },
    );
    for await (const { Items = [] } of pages)
      steps.push(...Items.map(({ done }) => v.parse(StoredStep, done)));
    return steps;
  },
});

const StoredStep = v.pipe(v.string(), v.parseJson(), StepDone);
