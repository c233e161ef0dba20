import type { Item } from '../cloud/dynamodb/values.ts';
import type { StoredObject } from '../cloud/s3/bucket.ts';

/** An object that has appeared, been replaced or gone; `version` tells uploads to one key apart. */
export type ObjectChange = {
  bucket: string;
  key: string;
  before: StoredObject | undefined;
  after: StoredObject | undefined;
  version: string;
};

/** Is told of every change in the cloud, at once. */
export type Observer = {
  row: (table: string, before: Item | undefined, after: Item | undefined) => void;
  object: (change: ObjectChange) => void;
  paid: (key: string) => void;
  told: (person: string, what: string) => void;
  warned: (message: string) => void;
  lost: (functionName: string, message: string) => void;
  givenUp: (functionName: string, event: string) => void;
};
