import type { Db } from '@video-service/shared/dynamodb';
import { type Mark, PROCESSING, type Session, stagesMarkedBy } from '@video-service/shared/session';
import { update } from './update.ts';

type Change = {
  values?: Record<string, unknown>;
  unless?: string[];
  when?: string;
  source?: Session['source'];
};

/** The changes of an open session's row; false if it is finished or deleted, or if a condition does not hold. */
export const sessionChanges = (db: Db, TableName: string, now: () => number) => {
  const change = (
    id: string,
    changes: string,
    { values = {}, unless = [], when, source }: Change,
  ): Promise<boolean> =>
    update(db, {
      TableName,
      Key: { id },
      UpdateExpression: `SET #updatedAt = :now ${changes}`,
      ConditionExpression: [
        '#status = :processing',
        // Otherwise it was restarted for another object.
        ...(source ? ['#source.#size = :size'] : []),
        ...unless.map((name) => `attribute_not_exists(#${name})`),
        ...(when ? [`(${when})`] : []),
      ].join(' AND '),
      values: {
        ':now': new Date(now()).toISOString(),
        ':processing': PROCESSING,
        ...(source && { ':size': source.size }),
        ...values,
      },
    });

  /**
   * A change that completes a stage. If an overlapping delivery had given up on that stage, its error is removed:
   * nothing has failed after all.
   */
  const finish = async (
    id: string,
    mark: Mark,
    changes: string,
    rest: Change,
  ): Promise<boolean> => {
    const stages = stagesMarkedBy(mark).map((stage, at) => [`:stage${at}`, stage] as const);
    const values = { ...rest.values, ...Object.fromEntries(stages) };
    const isOwn = `#error.#stage IN (${stages.map(([name]) => name).join(', ')})`;
    const isOther = `attribute_not_exists(#error) OR NOT ${isOwn}`;
    return (
      (await change(id, changes, { ...rest, values, when: isOther })) ||
      change(id, `${changes} REMOVE #error`, { ...rest, values, when: isOwn })
    );
  };

  return { change, finish };
};
