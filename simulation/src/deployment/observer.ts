import type { Item } from '../cloud/dynamodb/values.ts';
import type { StoredObject } from '../cloud/s3/bucket.ts';

/** An object that was created, replaced or removed; `version` distinguishes uploads to one key. */
export type ObjectChange = {
  bucket: string;
  key: string;
  before: StoredObject | undefined;
  after: StoredObject | undefined;
  version: string;
};

/** Called immediately for every change in the cloud. */
export type Observer = {
  row: (table: string, before: Item | undefined, after: Item | undefined) => void;
  object: (change: ObjectChange) => void;
  paid: (key: string) => void;
  /** News that a function publishes to the deletion topic. */
  ordered: (message: string) => void;
  told: (person: string, what: string) => void;
  warned: (message: string) => void;
  lost: (functionName: string, message: string) => void;
  givenUp: (functionName: string, event: string) => void;
};
