import type { SNSEvent } from 'aws-lambda';
import * as v from 'valibot';

/** An object that S3 says was created; `version` tells uploads to the same key apart. */
export type CreatedObject = { bucket: string; key: string; size: number; version: string };

const S3Notification = v.object({
  Records: v.array(
    v.object({
      eventName: v.string(),
      s3: v.object({
        bucket: v.object({ name: v.string() }),
        object: v.object({
          key: v.string(),
          size: v.optional(v.number(), 0),
          versionId: v.optional(v.string()),
          sequencer: v.string(),
        }),
      }),
    }),
  ),
});
const S3TestEvent = v.object({ Event: v.literal('s3:TestEvent') });

/**
 * Every object of every S3 notification in an SNS event, keys decoded; folders and the `s3:TestEvent` of a
 * new notification are left out.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export const objectsIn = (event: SNSEvent): CreatedObject[] =>
  messagesIn(event, v.union([S3Notification, S3TestEvent]))
    .flatMap((message) => ('Records' in message ? message.Records : []))
    .filter(({ eventName }) => eventName.startsWith('ObjectCreated:'))
    .map(({ s3: { bucket, object } }) => ({
      bucket: bucket.name,
      key: decodeKey(object.key),
      size: object.size,
      version: object.versionId ?? object.sequencer,
    }))
    .filter(({ key }) => !key.endsWith('/'));

/** Every message of an SNS event, parsed; throws on the first that does not fit the schema. */
export const messagesIn = <Schema extends v.GenericSchema>(
  event: SNSEvent,
  schema: Schema,
): v.InferOutput<Schema>[] =>
  event.Records.map(({ Sns }) => v.parse(schema, JSON.parse(Sns.Message) as unknown));

/**
 * Does the work for every item even when one fails, then throws what failed, so that the invocation is
 * retried and one bad item loses nothing of the others.
 */
export const forEach = async <Item>(items: Item[], work: (item: Item) => Promise<unknown>) => {
  const results = await Promise.allSettled(items.map(work));
  const reasons = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  if (reasons.length === 1) throw reasons[0];
  if (reasons.length > 1)
    throw new AggregateError(reasons, `${reasons.length} of ${items.length} failed`);
};

// S3 form-encodes keys in notifications: a space comes as "+".
const decodeKey = (key: string) => decodeURIComponent(key.replaceAll('+', ' '));
