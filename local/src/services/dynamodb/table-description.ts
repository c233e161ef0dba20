import { isDeepStrictEqual } from 'node:util';
import type { KeySchema, SecondaryIndex, Table } from 'dynalite/db/index.js';
import { ACCOUNT_ID, REGION } from '../../engine/account.ts';

/** The properties of `AWS::DynamoDB::Table` that affect the table's behaviour. */
export type TableConfig = Table & { ttlAttribute?: string };

export type TableIdentity = { TableId: string; CreationDateTime: number };

/** The response of `DescribeTable`; dynalite reads its key schemas from it. */
export const describeTable = (
  config: TableConfig,
  { TableId, CreationDateTime }: TableIdentity,
) => {
  const TableArn = tableArn(config.TableName);
  return {
    ...config,
    TableArn,
    TableId,
    CreationDateTime,
    TableStatus: 'ACTIVE',
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    ...(config.GlobalSecondaryIndexes && {
      GlobalSecondaryIndexes: config.GlobalSecondaryIndexes.map((index) => ({
        ...index,
        IndexArn: `${TableArn}/index/${index.IndexName}`,
        IndexStatus: 'ACTIVE',
      })),
    }),
  };
};

export const tableArn = (name: string) => `arn:aws:dynamodb:${REGION}:${ACCOUNT_ID}:table/${name}`;

/** A key schema with the types of its attributes. */
export const keyOf = (table: Table, schema: KeySchema = table.KeySchema) =>
  schema.map(({ AttributeName, KeyType }) => [
    KeyType,
    table.AttributeDefinitions.find((attribute) => attribute.AttributeName === AttributeName),
  ]);

export const indexNames = (table: Table) =>
  (table.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName);

/** The names of a table's indexes that another one lacks or has differently. */
export const changedIndexes = (table: Table, other: Table) =>
  indexNames(table).filter(
    (name) => !isDeepStrictEqual(indexShape(table, name), indexShape(other, name)),
  );

const indexShape = (table: Table, name: string) => {
  const index = table.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === name);
  return index && { key: keyOf(table, index.KeySchema), projection: projectionOf(index) };
};

const projectionOf = ({ Projection: { ProjectionType, NonKeyAttributes } }: SecondaryIndex) => ({
  ProjectionType,
  NonKeyAttributes,
});
