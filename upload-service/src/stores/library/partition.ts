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

/** Every item of a partition, or those from one position to another. */
export const itemsIn = async (
  { db, TableName }: LibraryTable,
  partition: string,
  {
    between,
    ...options
  }: Pick<QueryCommandInput, 'ScanIndexForward'> & { between?: [string, string] } = {},
): Promise<Record<string, unknown>[]> => {
  const items: Record<string, unknown>[] = [];
  const range = between ? withinRange(partition, between) : within(partition);
  for await (const { Items = [] } of paginateQuery(
    { client: db },
    { TableName, ...options, ...range },
  ))
    items.push(...Items);
  return items;
};

/** The part of a query that names the items from one position to another, with both. */
export const withinRange = (partition: string, [first, last]: [string, string]) => {
  const whole = within(partition);
  return {
    KeyConditionExpression: `${whole.KeyConditionExpression} AND #position BETWEEN :first AND :last`,
    ExpressionAttributeNames: { ...whole.ExpressionAttributeNames, '#position': 'position' },
    ExpressionAttributeValues: {
      ...whole.ExpressionAttributeValues,
      ':first': first,
      ':last': last,
    },
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
