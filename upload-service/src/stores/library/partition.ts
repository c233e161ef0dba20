import { paginateQuery, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Db } from '@video-service/shared/dynamodb/client';
import {
  between as isBetween,
  type Condition,
  equals,
} from '@video-service/shared/dynamodb/conditions';
import { where } from '@video-service/shared/dynamodb/expressions';
import { queryAll } from '@video-service/shared/dynamodb/query-all';

/** The library's table: items sorted by position within a partition. */
export type LibraryTable = { db: Db; TableName: string };

/** The key condition for one partition, or for some positions in it. */
export const within = (partition: string, ...positions: Condition[]) =>
  where(equals('partition', partition), ...positions);

/** Every item of a partition, or those from one position to another. */
export const itemsIn = async (
  { db, TableName }: LibraryTable,
  partition: string,
  {
    between,
    ...options
  }: Pick<QueryCommandInput, 'ScanIndexForward'> & { between?: [string, string] } = {},
): Promise<Record<string, unknown>[]> => {
  const range = within(partition, ...(between ? [isBetween('position', between)] : []));
  return Array.fromAsync(queryAll(db, { TableName, ...options, ...range }));
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
