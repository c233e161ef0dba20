import { paginateQuery, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Db } from '@video-service/shared/dynamodb';

/** The library's table: items sorted by position within a partition. */
export type LibraryTable = { db: Db; TableName: string };

/** The key condition for one partition. */
export const within = (partition: string) => ({
  KeyConditionExpression: '#partition = :partition',
  ExpressionAttributeNames: { '#partition': 'partition' },
  ExpressionAttributeValues: { ':partition': partition },
});

/** Every item of a partition, or those whose position begins with a prefix. */
export const itemsIn = async (
  { db, TableName }: LibraryTable,
  partition: string,
  { prefix, ...options }: Pick<QueryCommandInput, 'ScanIndexForward'> & { prefix?: string } = {},
): Promise<Record<string, unknown>[]> => {
  const items: Record<string, unknown>[] = [];
  const query = {
    TableName,
    ...options,
    ...(prefix ? beginning(partition, prefix) : within(partition)),
  };
  for await (const { Items = [] } of paginateQuery({ client: db }, query)) items.push(...Items);
  return items;
};

const beginning = (partition: string, prefix: string) => {
  const whole = within(partition);
  return {
    KeyConditionExpression: `${whole.KeyConditionExpression} AND begins_with(#position, :prefix)`,
    ExpressionAttributeNames: { ...whole.ExpressionAttributeNames, '#position': 'position' },
    ExpressionAttributeValues: { ...whole.ExpressionAttributeValues, ':prefix': prefix },
  };
};

/** The number of items in a partition, which DynamoDB counts without sending them. */
export const countIn = async (
  { db, TableName }: LibraryTable,
  partition: string,
): Promise<number> => {
  const query = { TableName, ...within(partition), Select: 'COUNT' } as const;
  let count = 0;
  for await (const { Count = 0 } of paginateQuery({ client: db }, query)) count += Count;
  return count;
};
