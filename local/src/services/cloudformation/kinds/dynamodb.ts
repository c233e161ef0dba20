import * as v from 'valibot';
import type { DynamoDb } from '../../dynamodb/dynamodb.ts';
import { tableArn } from '../../dynamodb/table-description.ts';
import { generatedName, inert, resourceKind, type ResourceKinds } from '../resource-kind.ts';

const KeySchema = v.array(
  v.strictObject({ AttributeName: v.string(), KeyType: v.picklist(['HASH', 'RANGE']) }),
);
const Projection = v.strictObject({
  ProjectionType: v.picklist(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  NonKeyAttributes: v.exactOptional(v.array(v.string())),
});

const Table = v.strictObject({
  TableName: v.optional(v.string()),
  BillingMode: v.literal('PAY_PER_REQUEST'),
  AttributeDefinitions: v.array(
    v.strictObject({ AttributeName: v.string(), AttributeType: v.picklist(['S', 'N', 'B']) }),
  ),
  KeySchema,
  GlobalSecondaryIndexes: v.exactOptional(
    v.array(v.strictObject({ IndexName: v.string(), KeySchema, Projection })),
  ),
  TimeToLiveSpecification: v.optional(
    v.strictObject({ AttributeName: v.string(), Enabled: v.boolean() }),
  ),
  DeletionProtectionEnabled: inert,
  PointInTimeRecoverySpecification: inert,
  SSESpecification: inert,
  TableClass: inert,
  Tags: inert,
});

/** Tables; the table itself refuses a changed key. */
export const dynamoDbKinds = (
  dynamoDb: Pick<DynamoDb, 'configureTable' | 'removeTable'>,
): ResourceKinds => ({
  'AWS::DynamoDB::Table': resourceKind(Table, {
    plan: (table, place) => {
      const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = table;
      const TableName = table.TableName ?? generatedName(place);
      const expiry = table.TimeToLiveSpecification;
      const config = {
        TableName,
        AttributeDefinitions,
        KeySchema,
        ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }),
        ...(expiry?.Enabled && { ttlAttribute: expiry.AttributeName }),
      };
      return {
        id: TableName,
        attributes: { Arn: tableArn(TableName) },
        apply: () => dynamoDb.configureTable(config),
      };
    },
    remove: dynamoDb.removeTable,
  }),
});
