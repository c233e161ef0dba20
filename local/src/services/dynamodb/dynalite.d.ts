// The parts of dynalite 4 that the engine uses; the package has no types.

declare module 'dynalite/db/index.js' {
  import type { Readable } from 'node:stream';

  type Callback<Value = void> = (error?: Error | null, value?: Value) => void;

  export type Item = Record<string, Record<string, unknown>>;
  export type KeySchema = { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[];
  export type SecondaryIndex = {
    IndexName: string;
    KeySchema: KeySchema;
    Projection: {
      ProjectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
      NonKeyAttributes?: string[];
    };
  };
  export type Table = {
    TableName: string;
    AttributeDefinitions: { AttributeName: string; AttributeType: 'S' | 'N' | 'B' }[];
    KeySchema: KeySchema;
    GlobalSecondaryIndexes?: SecondaryIndex[];
  };

  export type SubDatabase<Value> = {
    put: (key: string, value: Value, callback: Callback) => void;
    get: (key: string, callback: Callback<Value>) => void;
    del: (key: string, callback: Callback) => void;
    createKeyStream: () => Readable;
    createValueStream: () => Readable;
    lock: (key: string, work: (release: (callback: Callback) => Callback) => void) => void;
  };

  export type Store = {
    db: { open(): Promise<void>; close(): Promise<void> };
    tableDb: SubDatabase<Table>;
    getItemDb: (table: string) => SubDatabase<Item>;
    deleteItemDb: (table: string, callback: Callback) => void;
    getIndexDb: (type: 'Global', table: string, index: string) => SubDatabase<Item>;
    deleteIndexDb: (type: 'Global', table: string, index: string, callback: Callback) => void;
  };

  const db: {
    create(options: { path: string }): Store;
    createKey(item: Item, table: Table): string;
    updateIndexes(
      store: Store,
      table: Table,
      before: Item | undefined,
      after: Item | undefined,
      callback: Callback,
    ): void;
  };
  export default db;
}

declare module 'dynalite/validations/index.js' {
  import type { Store } from 'dynalite/db/index.js';

  const validations: {
    checkTypes(input: unknown, types: object): object;
    checkValidations(input: object, types: object, custom: unknown, store: Store): void;
  };
  export default validations;
}
