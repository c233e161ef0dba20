import { conditionOf, type Words } from './conditions.ts';
import { queryTable, type QueryInput } from './query.ts';
import { createTable, type RowObserver, type TableOptions } from './table.ts';
import { updateOf } from './updates.ts';
import { InvalidPath, type Item, type Value } from './values.ts';

/** The response to a client's request. */
export type Answer = { status: number; body: object };

type Input = {
  TableName: string;
  Key: Item;
  Item: Item;
  ConditionExpression?: string;
  FilterExpression?: string;
  UpdateExpression: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, Value>;
  ReturnValues?: string;
  RequestItems: Record<string, { Keys: Item[] }>;
} & QueryInput;

export type DynamoDb = ReturnType<typeof createDynamoDb>;

/**
 * The part of DynamoDB that the stores use: conditional writes, updates, paged queries, and an index that may lag
 * behind its table.
 */
export const createDynamoDb = (
  tables: TableOptions[],
  world: { now: () => number; staleMs: () => number; observe: RowObserver },
) => {
  const byName = new Map(tables.map((options) => [options.name, createTable(options, world)]));
  const tableOf = (name: string) => {
    const table = byName.get(name);
    if (!table) throw new Error(`There is no table ${name}`);
    return table;
  };

  const holds = (input: Input, item: Item | undefined) =>
    input.ConditionExpression === undefined ||
    conditionOf(input.ConditionExpression)(item, wordsOf(input));

  const operations: Record<string, (input: Input) => Answer> = {
    GetItem: ({ TableName, Key }) => {
      const item = tableOf(TableName).get(Key);
      return ok(item ? { Item: item } : {});
    },

    PutItem: (input) => {
      const table = tableOf(input.TableName);
      const before = table.get(input.Item);
      if (!holds(input, before)) return CONDITION_FAILED;
      table.put(input.Item);
      return ok({});
    },

    DeleteItem: (input) => {
      const table = tableOf(input.TableName);
      const before = table.get(input.Key);
      if (!holds(input, before)) return CONDITION_FAILED;
      table.delete(input.Key);
      return ok(before && input.ReturnValues === 'ALL_OLD' ? { Attributes: before } : {});
    },

    UpdateItem: (input) => {
      const table = tableOf(input.TableName);
      const before = table.get(input.Key);
      if (!holds(input, before)) return CONDITION_FAILED;
      const after = updateOf(input.UpdateExpression)(before ?? input.Key, wordsOf(input));
      table.put(after);
      if (input.ReturnValues === 'ALL_NEW') return ok({ Attributes: after });
      return ok(before && input.ReturnValues === 'ALL_OLD' ? { Attributes: before } : {});
    },

    Query: (input) => {
      const isStale = input.IndexName !== undefined || input.ConsistentRead !== true;
      return ok(queryTable(tableOf(input.TableName), input, isStale ? world.staleMs() : 0));
    },

    Scan: (input) => {
      const { FilterExpression } = input;
      const fits = FilterExpression === undefined ? undefined : conditionOf(FilterExpression);
      const items = tableOf(input.TableName).items();
      return ok({ Items: fits ? items.filter((item) => fits(item, wordsOf(input))) : items });
    },

    BatchGetItem: ({ RequestItems }) => {
      const responses = Object.entries(RequestItems).map(([name, { Keys }]) => [
        name,
        Keys.map((key) => tableOf(name).get(key)).filter((item) => item !== undefined),
      ]);
      return ok({ Responses: Object.fromEntries(responses) as object });
    },
  };

  return {
    table: tableOf,

    answer: (operation: string, input: unknown): Answer => {
      const run = operations[operation];
      if (!run) throw new Error(`DynamoDB has no ${operation} here`);
      try {
        // As serialized by the SDK.
        return run(input as Input);
      } catch (error) {
        if (error instanceof InvalidPath)
          return refusal('ValidationException', 'The document path is invalid for update');
        throw error;
      }
    },
  };
};

const wordsOf = ({ ExpressionAttributeNames, ExpressionAttributeValues }: Input): Words => ({
  names: ExpressionAttributeNames ?? {},
  values: ExpressionAttributeValues ?? {},
});

const ok = (body: object): Answer => ({ status: 200, body });

const refusal = (name: string, message: string): Answer => ({
  status: 400,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message },
});

const CONDITION_FAILED = refusal(
  'ConditionalCheckFailedException',
  'The conditional request failed',
);
