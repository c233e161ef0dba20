import { readFile } from 'node:fs/promises';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { parse } from 'yaml';

type TableName = 'SessionTable' | 'LabelTable';
type Tables = { Resources: Record<TableName, { Properties: CreateTableCommandInput }> };

/** A table as resources/tables.yml defines it, ready to be created in a test. */
export const tableOf = async (name: TableName): Promise<CreateTableCommandInput> => {
  const text = await readFile(new URL('../../resources/tables.yml', import.meta.url), 'utf8');
  // Our own file, which every deployment checks.
  const { Resources } = parse(text) as Tables;
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = Resources[name].Properties;
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions,
    KeySchema,
    GlobalSecondaryIndexes,
  };
};
