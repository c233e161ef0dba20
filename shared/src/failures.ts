import * as v from 'valibot';
import { type Decoded, MalformedRecord } from './decode.ts';
import { messagesIn, type SnsEvent } from './events.ts';

const InvocationRecord = v.object({
  requestContext: v.object({ functionArn: v.string(), condition: v.string() }),
  requestPayload: v.unknown(),
  responsePayload: v.optional(v.unknown()),
});
type InvocationRecord = v.InferOutput<typeof InvocationRecord>;

const ErrorPayload = v.object({ errorMessage: v.string() });

const StartedBySns = v.object({
  Records: v.array(v.object({ Sns: v.object({ Message: v.string() }) })),
});

/** An asynchronous invocation that Lambda gave up on: the function, the event and the reason. */
export type FailedInvocation = { functionName: string; event: SnsEvent; reason: string };

/**
 * Every failed invocation in an event of the failure topic, except those not started by SNS.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export const failuresIn = (event: SnsEvent): Decoded<FailedInvocation>[] =>
  messagesIn(event, InvocationRecord).flatMap((record): Decoded<FailedInvocation>[] =>
    record instanceof MalformedRecord ? [record] : failureOf(record),
  );

const failureOf = ({ requestContext, requestPayload, responsePayload }: InvocationRecord) => {
  if (!v.is(StartedBySns, requestPayload)) return [];
  return [
    {
      functionName: requestContext.functionArn.split(':')[6] ?? '',
      event: requestPayload,
      reason: v.is(ErrorPayload, responsePayload)
        ? responsePayload.errorMessage
        : requestContext.condition,
    },
  ];
};
