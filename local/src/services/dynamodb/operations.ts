import type { Store } from 'dynalite/db/index.js';
import validations from 'dynalite/validations/index.js';
import type { Use } from './repair.ts';
import * as v from 'valibot';

const READS = ['BatchGetItem', 'DescribeTable', 'GetItem', 'ListTables', 'Query', 'Scan'] as const;
const WRITES = ['BatchWriteItem', 'DeleteItem', 'PutItem', 'UpdateItem'] as const;
const NAMES = [...READS, ...WRITES] as const;

type OperationName = (typeof NAMES)[number];

export type Operations = Awaited<ReturnType<typeof createOperations>>;

/** A response of DynamoDB: its status and JSON body. */
export type Answer = { status: number; body: object };

type Operation = {
  types: object;
  custom: unknown;
  run: (store: Store, input: object, done: (error: Error | null, output?: object) => void) => void;
};

// The error that dynalite throws or calls back with for a client's mistake.
const ClientError = v.object({ statusCode: v.number(), body: v.looseObject({}) });

/** DynamoDB's data plane on a store; a write is acknowledged when it is on disk. */
export const createOperations = async (
  store: Store,
  { flush, use }: { flush: () => Promise<unknown>; use: Use },
) => {
  const operations = new Map(await Promise.all(NAMES.map(loadOperation)));

  return async (name: string, input: unknown): Promise<Answer> => {
    const operation = operations.get(name);
    if (!operation) return clientError('UnknownOperationException');
    try {
      const valid = validate(operation, store, input);
      if (!valid) return MALFORMED;
      const body = await use(async () => {
        const output = await run(operation, store, valid);
        if (isWrite(name)) await flush();
        return output;
      });
      return { status: 200, body };
    } catch (error) {
      if (!v.is(ClientError, error)) throw error;
      return { status: error.statusCode, body: error.body };
    }
  };
};

const clientError = (type: string): Answer => ({
  status: 400,
  body: { __type: `com.amazon.coral.service#${type}` },
});

/** The response to a body that is not JSON, or not an object. */
export const MALFORMED = clientError('SerializationException');

const isWrite = (name: string) => WRITES.some((write) => write === name);

const loadOperation = async (name: OperationName) => {
  const file = `${name.charAt(0).toLowerCase()}${name.slice(1)}.js`;
  // The names above are files of dynalite; a computed import has no type.
  const [action, validation] = (await Promise.all([
    import(`dynalite/actions/${file}`),
    import(`dynalite/validations/${file}`),
  ])) as [{ default: Operation['run'] }, { default: Omit<Operation, 'run'> }];
  return [name as string, { ...validation.default, run: action.default }] as const;
};

/** The valid part of the input; undefined if it has nulls where values are required. */
const validate = ({ types, custom }: Operation, store: Store, input: unknown) => {
  try {
    const checked = validations.checkTypes(input, types);
    validations.checkValidations(checked, types, custom, store);
    return checked;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
};

const run = ({ run }: Operation, store: Store, input: object) =>
  new Promise<object>((resolve, reject) => {
    run(store, input, (error, output) => {
      if (error) reject(error);
      else resolve(output ?? {});
    });
  });
