import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Change, remove, set } from '@video-service/shared/dynamodb/changes';
import { type Db, unlessRefused } from '@video-service/shared/dynamodb/client';
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
import * as v from 'valibot';
import { type Mark, PROCESSING, Session, stagesMarkedBy } from '@video-service/shared/session';

type Unless = { unless?: string[]; source?: Session['source'] };

/** The changes of an open session's row; false if it is finished or deleted, or if a condition does not hold. */
export const sessionChanges = (db: Db, TableName: string, now: () => number) => {
  const changeIf = async (
    conditions: Condition[],
    id: string,
    changes: Change[],
    { unless = [], source }: Unless,
  ): Promise<Session | undefined> => {
    const command = new UpdateCommand({
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
      ReturnValues: 'ALL_NEW',
    });
    const written = await unlessRefused(db.send(command));
    return written && v.parse(Session, written.Attributes);
  };

  /** The changed session; undefined if it is finished or deleted. */
  const changed = (id: string, changes: Change[]) => changeIf([], id, changes, {});

  const change = async (id: string, changes: Change[], unless: Unless = {}): Promise<boolean> =>
    (await changeIf([], id, changes, unless)) !== undefined;

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
    const session =
      (await changeIf([any(missing('error'), not(isOwn))], id, changes, unless)) ??
      (await changeIf([isOwn], id, [...changes, remove('error')], unless));
    return session !== undefined;
  };

  return { change, changed, finish };
};
