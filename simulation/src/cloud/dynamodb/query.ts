import { conditionOf, named, type Words } from './conditions.ts';
import type { Table } from './table.ts';
import { compare, type Item, type Value } from './values.ts';

// Smaller than DynamoDB's megabyte, so that there are several pages.
const PAGE = 40;

export type QueryInput = {
  IndexName?: string;
  KeyConditionExpression: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, Value>;
  ProjectionExpression?: string;
  ScanIndexForward?: boolean;
  ConsistentRead?: boolean;
  Limit?: number;
  Select?: string;
  ExclusiveStartKey?: Item;
};

/** A page of a query's results. */
export const queryTable = (table: Table, input: QueryInput, staleMs: number): object => {
  const words: Words = {
    names: input.ExpressionAttributeNames ?? {},
    values: input.ExpressionAttributeValues ?? {},
  };
  const matches = conditionOf(input.KeyConditionExpression);
  const sorted = table
    .sorted(input.IndexName, hashIn(input.KeyConditionExpression, words), staleMs)
    .filter((item) => matches(item, words));
  if (input.ScanIndexForward === false) sorted.reverse();
  const rest = sorted.slice(startOf(sorted, input, table));
  const page = rest.slice(0, input.Limit ?? PAGE);
  const last = page.at(-1);
  const hasMore = rest.length > page.length || (last && page.length === input.Limit);
  return {
    Count: page.length,
    ScannedCount: page.length,
    ...(input.Select !== 'COUNT' && { Items: page.map((item) => shown(item, input, table)) }),
    ...(hasMore && last && { LastEvaluatedKey: table.keysOf(last, input.IndexName) }),
  };
};

// The first comparison is that of the partition key.
const hashIn = (expression: string, { values }: Words): Value => {
  const name = /=\s*(:\w+)/u.exec(expression)?.[1] ?? '';
  const value = values[name];
  if (!value) throw new Error(`${expression} names no partition`);
  return value;
};

// The row itself may have been deleted since.
const startOf = (sorted: Item[], input: QueryInput, table: Table) => {
  const { ExclusiveStartKey: start, IndexName: index } = input;
  if (!start) return 0;
  const order = table.orderBy(index);
  const direction = input.ScanIndexForward === false ? -1 : 1;
  const isAfter = (item: Item) => {
    const key = table.keysOf(item, index);
    const isSame = Object.entries(start).every(([name, value]) => compare(key[name], value) === 0);
    return !isSame && order(key, start) * direction > 0;
  };
  const at = sorted.findIndex(isAfter);
  return at < 0 ? sorted.length : at;
};

// The only index has keys only.
const shown = (item: Item, input: QueryInput, table: Table): Item => {
  if (input.IndexName !== undefined) return table.keysOf(item, input.IndexName);
  if (input.ProjectionExpression === undefined) return item;
  const words = { names: input.ExpressionAttributeNames ?? {}, values: {} };
  const names = named(input.ProjectionExpression.split(/,\s*/u), words);
  return Object.fromEntries(names.flatMap((name) => (item[name] ? [[name, item[name]]] : [])));
};
