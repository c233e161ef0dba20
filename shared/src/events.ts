import * as v from 'valibot';
import { decode, type Decoded, MalformedRecord } from './decode.ts';

/** The parts of an SNS event that contain its messages. */
export type SnsEvent = { Records: { Sns: { Message: string } }[] };

/**
 * An object that S3 reports as created. `version` distinguishes uploads to the same key. `etag` identifies this
 * upload's content and is quoted, as `If-Match` expects.
 */
export type CreatedObject = {
  bucket: string;
  key: string;
  size: number;
  version: string;
  etag?: string;
};

// S3 form-encodes keys in notifications: a space becomes "+".
const EncodedKey = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      return decodeURIComponent(dataset.value.replaceAll('+', ' '));
    } catch (error) {
      if (!(error instanceof URIError)) throw error;
      addIssue({ expected: 'a form-encoded key' });
      return NEVER;
    }
  }),
);

const S3Notification = v.object({ Records: v.array(v.looseObject({ eventName: v.string() })) });
const S3TestEvent = v.object({ Event: v.literal('s3:TestEvent') });
const Notification = v.pipe(v.string(), v.parseJson(), v.union([S3Notification, S3TestEvent]));
const S3Record = v.object({
  s3: v.object({
    bucket: v.object({ name: v.string() }),
    object: v.object({
      key: EncodedKey,
      size: v.pipe(v.number(), v.integer(), v.minValue(0)),
      versionId: v.optional(v.string()),
      eTag: v.optional(v.string()),
      sequencer: v.string(),
    }),
  }),
});

/**
 * Every object of every S3 notification in an SNS event, with decoded keys. Skips folders and the `s3:TestEvent` of a
 * new notification. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export const objectsIn = (event: SnsEvent): Decoded<CreatedObject>[] =>
  event.Records.flatMap(({ Sns }) => objectsInMessage(Sns.Message));

/** The same for a single notification, as received through a queue. */
export const objectsInMessage = (message: string): Decoded<CreatedObject>[] =>
  recordsIn(message, 'ObjectCreated:')
    .map((record) => (record instanceof MalformedRecord ? record : objectOf(record)))
    .filter(isFile);

/** An object that S3 reports as removed. */
export type RemovedObject = { bucket: string; key: string };

/** Every object that an S3 notification reports as removed, without folders. */
export const removalsInMessage = (message: string): Decoded<RemovedObject>[] =>
  recordsIn(message, 'ObjectRemoved:')
    .map((record) => (record instanceof MalformedRecord ? record : removedIn(record)))
    .filter(isFile);

const recordsIn = (message: string, kind: string): Decoded<{ eventName: string }>[] => {
  const notification = decode(Notification, message);
  if (notification instanceof MalformedRecord) return [notification];
  if (!('Records' in notification)) return [];
  return notification.Records.filter(({ eventName }) => eventName.startsWith(kind));
};

const isFile = (object: Decoded<RemovedObject>) =>
  object instanceof MalformedRecord || !object.key.endsWith('/');

/** Every message of an SNS event, parsed. */
export const messagesIn = <Schema extends v.GenericSchema>(
  event: SnsEvent,
  schema: Schema,
): Decoded<v.InferOutput<Schema>>[] =>
  event.Records.map(({ Sns }) => decode(v.pipe(v.string(), v.parseJson(), schema), Sns.Message));

/**
 * Does the work for every item, even if some fail or are malformed, then throws the errors. The invocation is retried,
 * and a bad item never costs the others.
 */
export const forEach = async <Item>(
  items: readonly Decoded<Item>[],
  work: (item: Item) => Promise<unknown>,
) => {
  const results = await Promise.allSettled(
    items.map(async (item) => {
      if (item instanceof MalformedRecord) throw item;
      await work(item);
    }),
  );
  const reasons = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  if (reasons.length === 1) throw reasons[0];
  if (reasons.length > 1)
    throw new AggregateError(reasons, `${reasons.length} of ${items.length} failed`);
};

// Removed objects have no size or eTag.
const S3Removal = v.object({
  s3: v.object({
    bucket: v.object({ name: v.string() }),
    object: v.object({ key: EncodedKey }),
  }),
});

const removedIn = (record: unknown): Decoded<RemovedObject> => {
  const decoded = decode(S3Removal, record);
  if (decoded instanceof MalformedRecord) return decoded;
  return { bucket: decoded.s3.bucket.name, key: decoded.s3.object.key };
};

const objectOf = (record: unknown): Decoded<CreatedObject> => {
  const decoded = decode(S3Record, record);
  if (decoded instanceof MalformedRecord) return decoded;
  const { bucket, object } = decoded.s3;
  return {
    bucket: bucket.name,
    key: object.key,
    size: object.size,
    version: object.versionId ?? object.sequencer,
    // S3 quotes eTags everywhere except in notifications.
    ...(object.eTag !== undefined && { etag: `"${object.eTag}"` }),
  };
};
