import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Change, remove, set } from '@video-service/shared/dynamodb/changes';
import { applied, type Db } from '@video-service/shared/dynamodb/client';
import {
  all,
  any,
  type Condition,
  equals,
  missing,
  not,
  oneOf,
} from '@video-service/shared/dynamodb/conditions';
import { update } from '@video-service/shared/dynamodb/expressions';
import { type Mark, PROCESSING, type Session, stagesMarkedBy } from '@video-service/shared/session';

type Unless = { unless?: string[]; source?: Session['source'] };

/** The changes of an open session's row; false if it is finished or deleted, or if a condition does not hold. */
export const sessionChanges = (db: Db, TableName: string, now: () => number) => {
  const changeIf = (
    conditions: Condition[],
    id: string,
    changes: Change[],
    { unless = [], source }: Unless,
  ): Promise<boolean> =>
    applied(
      db.send(
        new UpdateCommand({
          TableName,
          Key: { id },
          ...update(
            [set({ updatedAt: new Date(now()).toISOString() }), ...changes],
            all(
              equals('status', PROCESSING),
              // Otherwise it was restarted for another object.
              ...(source ? [equals(['source', 'size'], source.size)] : []),
              ...unless.map(missing),
              ...conditions,
            ),
          ),
        }),
      ),
    );

  const change = (id: string, changes: Change[], unless: Unless = {}) =>
    changeIf([], id, changes, unless);

  /**
   * A change that completes a stage. If an overlapping delivery had given up on that stage, its error is removed:
   * nothing has failed after all.
   */
  const finish = async (
    id: string,
    mark: Mark,
    changes: Change[],
    unless: Unless = {},
  ): Promise<boolean> => {
    const isOwn = oneOf(['error', 'stage'], stagesMarkedBy(mark));
    return (
      (await changeIf([any(missing('error'), not(isOwn))], id, changes, unless)) ||
      changeIf([isOwn], id, [...changes, remove('error')], unless)
    );
  };

  return { change, finish };
};
