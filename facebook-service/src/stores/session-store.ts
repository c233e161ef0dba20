import { randomUUID } from 'node:crypto';
import {
  GetCommand,
  PutCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { applied } from '@video-service/shared/dynamodb';
import * as v from 'valibot';

const KEPT_SECONDS = 30 * 24 * 3600;

/** Longer than the Send API is waited for: who has not settled a claim by then has died. */
const PENDING_MS = 10_000;

const Claim = v.object({
  by: v.string(),
  at: v.number(),
  settled: v.optional(v.boolean(), false),
});

const Session = v.object({
  id: v.string(),
  sender: v.string(),
  stored: v.optional(v.boolean(), false),
  said: v.record(v.string(), Claim),
});

/** Who waits for the answer, whether the video is in the bucket, and which parts have been said. */
export type Session = v.InferOutput<typeof Session>;

/** Who claims a part wins it, or sees that another one is still saying it, or that there is nothing left to say. */
export type Claimed = 'won' | 'pending' | 'done';

export type SessionStore = ReturnType<typeof createSessionStore>;

/** The sessions of Messenger; a claim that is not settled within `pendingMs` is its claimer's last. */
export const createSessionStore = (
  db: DynamoDBDocumentClient,
  TableName: string,
  pendingMs = PENDING_MS,
) => {
  const find = async (id: string): Promise<Session | undefined> => {
    const { Item } = await db.send(
      new GetCommand({ TableName, Key: { id }, ConsistentRead: true }),
    );
    return Item && v.parse(Session, Item);
  };

  const stateOf = (claim: { by: string }, part: string, session?: Session): Claimed => {
    if (!session) return 'done';
    const held = session.said[part];
    // The SDK retries: a lost answer to our own first try looks like somebody else's claim.
    if (held?.by === claim.by) return 'won';
    // Given back in between, it is free to be claimed again.
    if (!held) return 'pending';
    return held.settled || Date.now() - held.at >= pendingMs ? 'done' : 'pending';
  };

  return {
    find,

    /** Opens the session unless it is open already, and returns it. */
    async open({ id, sender }: { id: string; sender: string }): Promise<Session> {
      const expiresAt = Math.floor(Date.now() / 1000) + KEPT_SECONDS;
      await applied(
        db.send(
          new PutCommand({
            TableName,
            Item: { id, sender, said: {}, expiresAt },
            ConditionExpression: 'attribute_not_exists(id)',
          }),
        ),
      );
      return (await find(id)) ?? { id, sender, stored: false, said: {} };
    },

    /** Marks the video as being in the source bucket. */
    async markStored(id: string): Promise<void> {
      await db.send(
        new UpdateCommand({
          TableName,
          Key: { id },
          UpdateExpression: 'SET #stored = :true',
          ConditionExpression: 'attribute_exists(id)',
          ExpressionAttributeNames: { '#stored': 'stored' },
          ExpressionAttributeValues: { ':true': true },
        }),
      );
    },

    /** 'won' for exactly one caller a part. */
    async claim(id: string, part: string): Promise<Claimed> {
      const claim = { by: randomUUID(), at: Date.now() };
      const won = await applied(
        db.send(
          new UpdateCommand({
            TableName,
            Key: { id },
            UpdateExpression: 'SET said.#part = :claim',
            ConditionExpression: 'attribute_exists(id) AND attribute_not_exists(said.#part)',
            ExpressionAttributeNames: { '#part': part },
            ExpressionAttributeValues: { ':claim': claim },
          }),
        ),
      );
      return won ? 'won' : stateOf(claim, part, await find(id));
    },

    /** Says that the claimed part has been sent, or never will be. */
    async settle(id: string, part: string): Promise<void> {
      await db.send(
        new UpdateCommand({
          TableName,
          Key: { id },
          UpdateExpression: 'SET said.#part.settled = :true',
          ConditionExpression: 'attribute_exists(said.#part)',
          ExpressionAttributeNames: { '#part': part },
          ExpressionAttributeValues: { ':true': true },
        }),
      );
    },

    /** Gives back a part that was not sent. */
    async release(id: string, part: string): Promise<void> {
      await db.send(
        new UpdateCommand({
          TableName,
          Key: { id },
          UpdateExpression: 'REMOVE said.#part',
          ConditionExpression: 'attribute_exists(id)',
          ExpressionAttributeNames: { '#part': part },
        }),
      );
    },
  };
};
