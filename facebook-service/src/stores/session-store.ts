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

const Session = v.object({
  id: v.string(),
  sender: v.string(),
  stored: v.optional(v.boolean(), false),
  said: v.record(v.string(), v.string()),
});

/** Who waits for the answer, whether the video is in the bucket, and which parts have been said. */
export type Session = v.InferOutput<typeof Session>;

export type SessionStore = ReturnType<typeof createSessionStore>;

export const createSessionStore = (db: DynamoDBDocumentClient, TableName: string) => {
  const find = async (id: string): Promise<Session | undefined> => {
    const { Item } = await db.send(
      new GetCommand({ TableName, Key: { id }, ConsistentRead: true }),
    );
    return Item && v.parse(Session, Item);
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

    /** True for exactly one caller a part. */
    async claim(id: string, part: string): Promise<boolean> {
      const claim = randomUUID();
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
      // The SDK retries: a lost answer to our own first try looks like somebody else's claim.
      return won || (await find(id))?.said[part] === claim;
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
