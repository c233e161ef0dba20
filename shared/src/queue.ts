import * as v from 'valibot';
import { type CreatedObject, forEach, objectsIn, objectsInMessage } from './events.ts';

const QueueEvent = v.object({
  Records: v.array(
    v.object({
      eventSource: v.literal('aws:sqs'),
      messageId: v.string(),
      body: v.string(),
      attributes: v.object({
        ApproximateReceiveCount: v.pipe(v.string(), v.digits(), v.toNumber()),
      }),
    }),
  ),
});
const SnsEvent = v.object({
  Records: v.array(v.object({ Sns: v.object({ Message: v.string() }) })),
});
const Event = v.union([QueueEvent, SnsEvent]);
type QueueEvent = v.InferOutput<typeof QueueEvent>;

/** The messages that stay in the queue; all our queues enable `ReportBatchItemFailures`. */
export type BatchResponse = { batchItemFailures: { itemIdentifier: string }[] };

/** Processes an object; `tries` is how often its message has been received, including this time. */
type ObjectWork = (object: CreatedObject, tries: number) => Promise<unknown>;

/**
 * A handler of S3 notifications from a queue. It processes all of them concurrently; a failed one is reported,
 * redelivered later and does not block the others. It also accepts the SNS events in dead letters of earlier versions,
 * which fail as a whole.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export const objectHandler =
  (work: ObjectWork, report: (error: unknown) => void) =>
  async (event: unknown): Promise<BatchResponse> => {
    const parsed = v.parse(Event, event);
    if (isQueueEvent(parsed)) return workOnMessages(parsed, work, report);
    await forEach(objectsIn(parsed), (object) => work(object, 1));
    return { batchItemFailures: [] };
  };

const isQueueEvent = (event: v.InferOutput<typeof Event>): event is QueueEvent =>
  event.Records.every((record) => 'body' in record);

const workOnMessages = async (
  { Records }: QueueEvent,
  work: ObjectWork,
  report: (error: unknown) => void,
): Promise<BatchResponse> => {
  const failed = await Promise.all(
    Records.map(async ({ messageId, body, attributes: { ApproximateReceiveCount: tries } }) => {
      try {
        await forEach(objectsInMessage(body), (object) => work(object, tries));
        return [];
      } catch (error) {
        report(error);
        return [{ itemIdentifier: messageId }];
      }
    }),
  );
  return { batchItemFailures: failed.flat() };
};
