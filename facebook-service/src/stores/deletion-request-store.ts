import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { set } from '@video-service/shared/dynamodb/changes';
import { applied, type Db } from '@video-service/shared/dynamodb/client';
import { equals, missing } from '@video-service/shared/dynamodb/conditions';
import { update, when } from '@video-service/shared/dynamodb/expressions';
import { expiryAfter, ROW_SECONDS } from '@video-service/shared/lifetimes';
import { v5 as uuidV5 } from 'uuid';
import * as v from 'valibot';

const NAMESPACE = 'b5a6f0de-3c0c-5d59-8f0e-3f6f3b1f5c02';
const ASKED_MS = 15 * 60_000;

const Asked = v.object({ until: v.number() });
const Status = v.object({
  state: v.picklist(['pending', 'done', 'unmatched']),
  videos: v.optional(v.number(), 0),
});

/** The status of a deletion request from Facebook, and how many videos it concerned. */
export type DeletionStatus = v.InferOutput<typeof Status>;

export type DeletionRequestStore = ReturnType<typeof createDeletionRequestStore>;

/** People who have been asked to confirm a deletion, and the deletion requests from Facebook. */
export const createDeletionRequestStore = (db: Db, TableName: string, now = Date.now) => ({
  /** The person was asked; their yes counts for 15 minutes. */
  async ask(sender: string): Promise<void> {
    const Item = {
      id: askedId(sender),
      until: now() + ASKED_MS,
      expiresAt: expiryAfter(ROW_SECONDS.askedToDelete),
    };
    await db.send(new PutCommand({ TableName, Item }));
  },

  async isAsked(sender: string): Promise<boolean> {
    const { Item } = await db.send(
      new GetCommand({ TableName, Key: { id: askedId(sender) }, ConsistentRead: true }),
    );
    return Item !== undefined && v.parse(Asked, Item).until > now();
  },

  async forgetAsked(sender: string): Promise<void> {
    await db.send(new DeleteCommand({ TableName, Key: { id: askedId(sender) } }));
  },

  /** Opens a request; an existing one is left unchanged. */
  async open(id: string): Promise<void> {
    const Item = { id, state: 'pending', expiresAt: expiryAfter(ROW_SECONDS.deletionRequest) };
    await applied(db.send(new PutCommand({ TableName, Item, ...when(missing('id')) })));
  },

  /** The first outcome stays: a repetition finds fewer videos. */
  async finish(id: string, { state, videos }: DeletionStatus): Promise<void> {
    await applied(
      db.send(
        new UpdateCommand({
          TableName,
          Key: { id },
          ...update([set({ state, videos })], equals('state', 'pending')),
        }),
      ),
    );
  },

  /** Undefined if there is no such request. */
  async status(id: string): Promise<DeletionStatus | undefined> {
    const { Item } = await db.send(
      new GetCommand({ TableName, Key: { id }, ConsistentRead: true }),
    );
    const status = v.safeParse(Status, Item);
    return status.success ? status.output : undefined;
  },
});

const askedId = (sender: string) => uuidV5(JSON.stringify(['asked', sender]), NAMESPACE);
