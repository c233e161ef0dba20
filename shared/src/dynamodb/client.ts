import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export type Db = ReturnType<typeof createDb>;

/** A client that works with plain objects and omits undefined attributes. */
export const createDb = (dynamodb = new DynamoDBClient()) =>
  DynamoDBDocumentClient.from(dynamodb, { marshallOptions: { removeUndefinedValues: true } });

/**
 * Whether a conditional write was applied. Because the SDK retries, false can also mean that an earlier try of ours
 * succeeded, so no required effect may depend on true.
 */
export const applied = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};
