import type { Item } from 'dynalite/db/index.js';
import * as v from 'valibot';
import type { Operations } from './operations.ts';
import type { TableConfig } from './table-description.ts';

const FIVE_YEARS_SECONDS = 5 * 365 * 24 * 3600;

// Only a number is an expiry, and one more than five years ago counts as a mistake:
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
const EXPIRED = '#ttl < :now AND #ttl > :mistake AND attribute_type(#ttl, :number)';

const Page = v.object({
  Items: v.array(v.custom<Item>((item) => typeof item === 'object')),
  LastEvaluatedKey: v.optional(v.unknown()),
});

/** Deletes the expired items of a table; one that is extended meanwhile stays. */
export const expireItems = async (operations: Operations, table: TableConfig, nowMs: number) => {
  if (table.ttlAttribute === undefined) return;
  const now = Math.floor(nowMs / 1000);
  const expired = {
    TableName: table.TableName,
    ExpressionAttributeNames: { '#ttl': table.ttlAttribute },
    ExpressionAttributeValues: {
      ':now': { N: String(now) },
      ':mistake': { N: String(now - FIVE_YEARS_SECONDS) },
      ':number': { S: 'N' },
    },
  };
  let ExclusiveStartKey: unknown;
  do {
    const scan = { ...expired, FilterExpression: EXPIRED, ExclusiveStartKey };
    const { status, body } = await operations('Scan', scan);
    // The table was removed meanwhile.
    if (status !== 200) return;
    const page = v.parse(Page, body);
    for (const item of page.Items) {
      const Key = keyIn(item, table);
      await operations('DeleteItem', { ...expired, Key, ConditionExpression: EXPIRED });
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
};

const keyIn = (item: Item, { KeySchema }: TableConfig) =>
  Object.fromEntries(KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]]));
