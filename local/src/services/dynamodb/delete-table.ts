import * as v from 'valibot';
import type { Answer, Operations } from './operations.ts';

const Request = v.object({ TableName: v.string() });

/** The operations with DeleteTable, for tables left behind by their stack. */
export const withDeleteTable =
  (operations: Operations, removeTable: (name: string) => Promise<void>): Operations =>
  async (name, input): Promise<Answer> => {
    if (name !== 'DeleteTable') return operations(name, input);
    // Returns what DescribeTable would for a missing table.
    const described = await operations('DescribeTable', input);
    if (described.status !== 200) return described;
    const { TableName } = v.parse(Request, input);
    await removeTable(TableName);
    return { status: 200, body: { TableDescription: { TableName, TableStatus: 'DELETING' } } };
  };
