import type { TableConfig } from '../table-description.ts';

/** A table with a sparse index over `open`. */
export const SESSIONS_TABLE: TableConfig = {
  TableName: 'sessions',
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'open', AttributeType: 'S' },
  ],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-open',
      KeySchema: [{ AttributeName: 'open', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
};
