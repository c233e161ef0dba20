import {
  DeleteTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';

export type TableStore = {
  exists: (name: string) => Promise<boolean>;
  /** Also true if there is no such table. */
  isEmpty: (name: string) => Promise<boolean>;
  /** Deletes the table with its rows; succeeds if it does not exist. */
  remove: (name: string) => Promise<void>;
};

export const createTableStore = (client: Pick<DynamoDBClient, 'send'>): TableStore => ({
  async exists(name) {
    const described = await unlessMissing(
      client.send(new DescribeTableCommand({ TableName: name })),
    );
    return described !== undefined;
  },

  async isEmpty(name) {
    const scanned = await unlessMissing(
      client.send(new ScanCommand({ TableName: name, Limit: 1 })),
    );
    return (scanned?.Count ?? 0) === 0;
  },

  async remove(name) {
    await unlessMissing(client.send(new DeleteTableCommand({ TableName: name })));
  },
});

const unlessMissing = async <Answer>(answer: Promise<Answer>): Promise<Answer | undefined> => {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
};
