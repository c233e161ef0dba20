import { randomUUID } from 'node:crypto';
import {
  UpdateCommand,
  type DynamoDBDocumentClient,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { applied } from '@video-service/shared/dynamodb';
import { findSession, type Session } from './session-store.ts';

/** Longer than the Send API is waited for: who has not settled a claim by then has died. */
const PENDING_MS = 10_000;

/**
 * Who claims a part wins it, or sees that another one is still saying it, or that there is nothing left to say, or
 * that its claimer died: nobody knows whether that one was sent.
 */
export type Claimed = 'won' | 'pending' | 'done' | 'abandoned';

export type ClaimStore = ReturnType<typeof createClaimStore>;

/**
 * The parts of a session's answer, each to be said by whoever claims it; a claim that is not settled within
 * `pendingMs` is its claimer's last.
 */
export const createClaimStore = (
  db: DynamoDBDocumentClient,
  TableName: string,
  pendingMs = PENDING_MS,
) => {
  const stateOf = (claim: { by: string }, part: string, session?: Session): Claimed => {
    if (!session) return 'done';
    const held = session.said[part];
    // The SDK retries: a lost answer to our own first try looks like somebody else's claim.
    if (held?.by === claim.by) return 'won';
    // Given back in between, it is free to be claimed again.
    if (!held) return 'pending';
    if (held.settled) return 'done';
    return Date.now() - held.at >= pendingMs ? 'abandoned' : 'pending';
  };

  const update = (id: string, part: string, how: Partial<UpdateCommandInput>) =>
    db.send(
      new UpdateCommand({
        TableName,
        Key: { id },
        ExpressionAttributeNames: { '#part': part },
        ...how,
      }),
    );

  const claim = async (id: string, part: string): Promise<Claimed> => {
    const ours = { by: randomUUID(), at: Date.now() };
    const won = await applied(
      update(id, part, {
        UpdateExpression: 'SET said.#part = :ours',
        ConditionExpression: 'attribute_exists(id) AND attribute_not_exists(said.#part)',
        ExpressionAttributeValues: { ':ours': ours },
      }),
    );
    return won ? 'won' : stateOf(ours, part, await findSession(db, TableName, id));
  };

  return {
    /** 'won' for exactly one caller a part. */
    claim,

    /** Claims a part whose claimer has died; 'won' for exactly one caller. */
    async takeOver(id: string, part: string): Promise<Claimed> {
      const ours = { by: randomUUID(), at: Date.now() };
      const session = await findSession(db, TableName, id);
      const held = session?.said[part];
      if (!held || stateOf(ours, part, session) !== 'abandoned') return claim(id, part);
      const won = await applied(
        update(id, part, {
          UpdateExpression: 'SET said.#part = :ours',
          ConditionExpression:
            'said.#part.#by = :dead AND attribute_not_exists(said.#part.settled)',
          ExpressionAttributeNames: { '#part': part, '#by': 'by' },
          ExpressionAttributeValues: { ':ours': ours, ':dead': held.by },
        }),
      );
      return won ? 'won' : stateOf(ours, part, await findSession(db, TableName, id));
    },

    /** Says that the claimed part has been sent, or never will be. */
    async settle(id: string, part: string): Promise<void> {
      await update(id, part, {
        UpdateExpression: 'SET said.#part.settled = :true',
        ExpressionAttributeValues: { ':true': true },
      });
    },

    /** Gives back a part that was not sent. */
    async release(id: string, part: string): Promise<void> {
      await update(id, part, {
        UpdateExpression: 'REMOVE said.#part',
        ConditionExpression: 'attribute_exists(id)',
      });
    },
  };
};
