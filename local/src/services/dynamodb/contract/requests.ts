import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
} from '@aws-sdk/client-dynamodb';
import {
  GetCommand,
  PutCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
  type PutCommandInput,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { SESSIONS } from './tables.ts';

export type Requests = ReturnType<typeof createRequests>;

/** The contract's repeated requests to its session table. */
export const createRequests = (db: DynamoDBDocumentClient) => ({
  db,

  put: (Item: object, condition: Partial<PutCommandInput> = {}) =>
    db.send(new PutCommand({ TableName: SESSIONS, Item, ...condition })),

  get: async (id: string) => {
    const input = { TableName: SESSIONS, Key: { id }, ConsistentRead: true };
    return (await db.send(new GetCommand(input))).Item;
  },

  update: (id: string, input: Omit<UpdateCommandInput, 'TableName' | 'Key'>) =>
    db.send(new UpdateCommand({ TableName: SESSIONS, Key: { id }, ...input })),
});

/** The outcome of concurrent tries: a failed condition has lost, any other error is thrown. */
export const race = (tries: number, run: () => Promise<unknown>) =>
  Promise.all(
    Array.from({ length: tries }, async () => {
      try {
        await run();
        return 'won';
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'lost';
        throw error;
      }
    }),
  );

/** The name, status and message of a refused request's error. */
export const refusalOf = async (sent: Promise<unknown>) => {
  const error: unknown = await sent.catch((refusal: unknown) => refusal);
  if (!(error instanceof DynamoDBServiceException)) throw new Error('was not refused');
  return [error.name, error.$metadata.httpStatusCode, error.message];
};
