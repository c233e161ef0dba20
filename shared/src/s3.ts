import { setTimeout } from 'node:timers/promises';
import {
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

const CONFLICT = 409;
const PRECONDITION_FAILED = 412;
const CREATE_TRIES = 5;
const CONFLICT_DELAY_MS = 50;

// One for all buckets of a function, so that they share its connections.
const client = new S3Client();

/** What to put. */
export type ObjectBody = { body: Uint8Array | string; contentType: string };

export type Bucket = ReturnType<typeof createBucket>;

/** One bucket, by key. */
export const createBucket = (name: string, s3 = client) => ({
  name,

  /** The object's text; throws NoSuchKey when there is none. */
  async readText(key: string): Promise<string> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: name, Key: key }));
    if (!Body) throw new Error('The object came without a body');
    return Body.transformToString();
  },

  /** Bytes `start` to `end` (inclusive), of exactly the object version `etag`. */
  async readRange(
    key: string,
    { start, end, etag }: { start: number; end: number; etag?: string },
  ) {
    const range = { Range: `bytes=${start}-${end}`, ...(etag && { IfMatch: etag }) };
    const { Body, ETag } = await s3.send(
      new GetObjectCommand({ Bucket: name, Key: key, ...range }),
    );
    if (!Body) throw new Error('The object came without a body');
    return { bytes: await Body.transformToByteArray(), etag: ETag };
  },

  /** Writes the object, replacing one that is there. */
  async put(key: string, object: ObjectBody): Promise<void> {
    await s3.send(new PutObjectCommand(putInput(name, key, object)));
  },

  /**
   * Creates the object; false when it was there already. Of any number of callers exactly one creates it:
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
   */
  async create(key: string, object: ObjectBody, triesLeft = CREATE_TRIES): Promise<boolean> {
    try {
      await s3.send(new PutObjectCommand({ ...putInput(name, key, object), IfNoneMatch: '*' }));
      return true;
    } catch (error) {
      if (!(error instanceof S3ServiceException)) throw error;
      const status = error.$metadata.httpStatusCode;
      if (status === PRECONDITION_FAILED) return false;
      // Another write to the key was under way and may yet fail: S3 asks to try again.
      if (status !== CONFLICT || triesLeft <= 1) throw error;
      await setTimeout(CONFLICT_DELAY_MS);
      return this.create(key, object, triesLeft - 1);
    }
  },
});

const putInput = (Bucket: string, Key: string, { body, contentType }: ObjectBody) => ({
  Bucket,
  Key,
  Body: body,
  ContentType: contentType,
});
