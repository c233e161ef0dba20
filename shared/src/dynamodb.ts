import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export type Db = ReturnType<typeof createDb>;

/** A client that takes and gives plain objects and leaves undefined attributes out. */
export const createDb = (dynamodb = new DynamoDBClient()) =>
  DynamoDBDocumentClient.from(dynamodb, { marshallOptions: { removeUndefinedValues: true } });

/**
 * Whether a conditional write was applied. The SDK retries, so false can also mean that our own first try
 * landed: no required effect may hang on true.
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
