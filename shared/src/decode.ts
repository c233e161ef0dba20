import * as v from 'valibot';

/** A record that no retry can make readable. The message says where it is invalid but never quotes its content. */
export class MalformedRecord extends Error {
  override readonly name = 'MalformedRecord';
}

/** The parsed record, or the reason it cannot be read. */
export type Decoded<Value> = Value | MalformedRecord;

/** The input parsed as the schema's type, or the reason it does not fit. */
export const decode = <Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
): Decoded<v.InferOutput<Schema>> => {
  const result = v.safeParse(schema, input);
  return result.success ? result.output : new MalformedRecord(describe(result.issues));
};

// valibot's own messages quote the value.
const describe = (issues: v.BaseIssue<unknown>[]) =>
  issues
    .map((issue) => `${v.getDotPath(issue) ?? 'record'}: expected ${issue.expected ?? issue.type}`)
    .join('; ');
