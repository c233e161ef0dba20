import * as v from 'valibot';
import type { ReceivedMessage } from '../../sqs/message-store.ts';
import type { InvokeResult } from '../function-config.ts';

const Report = v.pipe(
  v.string(),
  v.parseJson(),
  v.nullish(
    v.object({
      batchItemFailures: v.nullish(v.array(v.object({ itemIdentifier: v.string() })), []),
    }),
    { batchItemFailures: [] },
  ),
);

/**
 * The messages of a batch that return to the queue: all of them if the function failed or its report is invalid.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export const failedMessages = (
  { payload, functionError }: InvokeResult,
  messages: ReceivedMessage[],
  { reportsFailedItems }: { reportsFailedItems: boolean },
): ReceivedMessage[] => {
  if (functionError) return messages;
  if (!reportsFailedItems) return [];
  const report = v.safeParse(Report, payload === '' ? 'null' : payload);
  if (!report.success) return messages;
  const named = new Set(
    report.output.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
  );
  const failed = messages.filter(({ id }) => named.has(id));
  // An identifier that is not in the batch.
  return failed.length === named.size ? failed : messages;
};
