import { setTimeout } from 'node:timers/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { deleteVersionsOf, deleteVersionsUnder } from './object-versions.ts';

const FORBIDDEN = 403;
const NOT_FOUND = 404;
const CONFLICT = 409;
const PRECONDITION_FAILED = 412;
const RANGE_NOT_SATISFIABLE = 416;
const CONDITIONAL_TRIES = 5;
const CONFLICT_DELAY_MS = 50;

// One client for all buckets of a function, so that they share its connections.
const client = new S3Client();

/** An object to store. */
export type ObjectBody = { body: Uint8Array | string; contentType: string };

/** The requested content is no longer at its key: the object was replaced or deleted. */
export class ObjectGone extends Error {
  override readonly name = 'ObjectGone';
  readonly became: 'replaced' | 'deleted';

  constructor(became: 'replaced' | 'deleted', options?: ErrorOptions) {
    super(`The object was ${became}`, options);
    this.became = became;
  }
}

export type Bucket = ReturnType<typeof createBucket>;

/** One bucket, by key. */
export const createBucket = (name: string, s3 = client) => ({
  name,

  /** The object's text; throws NoSuchKey if it does not exist. */
  async readText(key: string): Promise<string> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: name, Key: key }));
    if (!Body) throw new Error('The object came without a body');
    return Body.transformToString();
  },

  /** The object's text and the eTag needed to replace it; throws ObjectGone if it does not exist. */
  async readVersion(key: string): Promise<{ text: string; etag: string }> {
    try {
      const { Body, ETag } = await s3.send(new GetObjectCommand({ Bucket: name, Key: key }));
      if (!Body || !ETag) throw new Error('The object came without a body or an eTag');
      return { text: await Body.transformToString(), etag: ETag };
    } catch (error) {
      throw goneBy(error) ?? error;
    }
  },

  /** Bytes `start` to `end` (inclusive) of exactly the content `etag`; throws ObjectGone if that content is gone. */
  async readRange(
    key: string,
    { start, end, etag }: { start: number; end: number; etag?: string },
  ) {
    const range = { Range: `bytes=${start}-${end}`, ...(etag && { IfMatch: etag }) };
    try {
      const { Body, ETag } = await s3.send(
        new GetObjectCommand({ Bucket: name, Key: key, ...range }),
      );
      if (!Body) throw new Error('The object came without a body');
      return { bytes: await Body.transformToByteArray(), etag: ETag };
    } catch (error) {
      throw goneBy(error) ?? error;
    }
  },

  /** When the object was stored and its sender's metadata; undefined if that content is gone. */
  async describe(
    key: string,
    etag?: string,
  ): Promise<{ storedAt: string; meta: Record<string, string> } | undefined> {
    try {
      const { LastModified, Metadata = {} } = await s3.send(
        new HeadObjectCommand({ Bucket: name, Key: key, ...(etag && { IfMatch: etag }) }),
      );
      if (!LastModified) throw new Error('The object came without a time');
      return { storedAt: LastModified.toISOString(), meta: Metadata };
    } catch (error) {
      if (isNotThere(error)) return undefined;
      throw error;
    }
  },

  /** Deletes the object; succeeds if it does not exist. */
  async delete(key: string): Promise<void> {
    await s3.send(new DeleteObjectCommand({ Bucket: name, Key: key }));
  },

  /** Deletes every object whose key starts with the prefix, in all its versions. */
  async deleteUnder(prefix: string): Promise<void> {
    // An empty prefix would delete the whole bucket.
    if (!prefix.endsWith('/') || prefix === '/') throw new Error('A prefix names a folder');
    await deleteVersionsUnder(s3, name, prefix);
  },

  /** Deletes the content `etag` at a key, or any if none is given, in all its versions. */
  deleteContent: (key: string, etag?: string): Promise<void> =>
    deleteVersionsOf(s3, name, { key, etag }),

  /** Writes the object, replacing an existing one. */
  async put(key: string, object: ObjectBody): Promise<void> {
    await s3.send(new PutObjectCommand(putInput(name, key, object)));
  },

  /**
   * Creates the object; false if it already exists. Exactly one of any number of concurrent callers creates it:
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
   */
  create: (key: string, object: ObjectBody): Promise<boolean> =>
    putIf(s3, { ...putInput(name, key, object), IfNoneMatch: '*' }),

  /**
   * Replaces the content `etag` of the object; false if it was replaced or deleted. Because the SDK retries, false can
   * also mean that an earlier try of ours succeeded.
   */
  replace: (key: string, object: ObjectBody, etag: string): Promise<boolean> =>
    putIf(s3, { ...putInput(name, key, object), IfMatch: etag }),
});

const putIf = async (
  s3: S3Client,
  input: PutObjectCommandInput,
  triesLeft = CONDITIONAL_TRIES,
): Promise<boolean> => {
  try {
    await s3.send(new PutObjectCommand(input));
    return true;
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    const status = error.$metadata.httpStatusCode;
    if (status === PRECONDITION_FAILED) return false;
    if (status === NOT_FOUND && error.name === 'NoSuchKey') return false;
    // Another write to the key is in progress and may still fail: S3 asks to retry.
    if (status !== CONFLICT || triesLeft <= 1) throw error;
    await setTimeout(CONFLICT_DELAY_MS);
    return putIf(s3, input, triesLeft - 1);
  }
};

// A response to HEAD has no body and therefore no code.
const isNotThere = (error: unknown) =>
  error instanceof S3ServiceException &&
  [FORBIDDEN, NOT_FOUND, PRECONDITION_FAILED].includes(error.$metadata.httpStatusCode ?? 0);

const goneBy = (error: unknown) => {
  if (!(error instanceof S3ServiceException)) return undefined;
  const status = error.$metadata.httpStatusCode;
  if (status === PRECONDITION_FAILED || status === RANGE_NOT_SATISFIABLE)
    return new ObjectGone('replaced', { cause: error });
  // Without permission to list the bucket, S3 returns AccessDenied for missing objects:
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
  const isHidden = status === FORBIDDEN && error.name === 'AccessDenied';
  return isHidden || error.name === 'NoSuchKey'
    ? new ObjectGone('deleted', { cause: error })
    : undefined;
};

const putInput = (Bucket: string, Key: string, { body, contentType }: ObjectBody) => ({
  Bucket,
  Key,
  Body: body,
  ContentType: contentType,
});
