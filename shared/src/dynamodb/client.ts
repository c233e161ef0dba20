import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export type Db = ReturnType<typeof createDb>;

/** A client that works with plain objects and omits undefined attributes. */
export const createDb = (dynamodb = new DynamoDBClient()) =>
  DynamoDBDocumentClient.from(dynamodb, { marshallOptions: { removeUndefinedValues: true } });

/**
 * The result of a conditional write; undefined if it was not applied. Because the SDK retries, that can also mean that
 * an earlier try of ours succeeded, so no required effect may depend on a result.
 */
export const unlessRefused = async <Result>(
  write: Promise<Result>,
): Promise<Result | undefined> => {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
};

/** Whether a conditional write was applied. */
export const applied = async (write: Promise<unknown>): Promise<boolean> =>
  (await unlessRefused(write.then(() => true))) ?? false;
