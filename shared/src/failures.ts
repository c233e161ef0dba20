import type { SNSEvent } from 'aws-lambda';
import * as v from 'valibot';
import { messagesIn } from './events.ts';

// An SNS record, as far as decoding its message needs it.
const SnsRecords = v.object({
  Records: v.array(v.looseObject({ Sns: v.looseObject({ Message: v.string() }) })),
});

const InvocationRecord = v.object({
  requestContext: v.object({ functionArn: v.string(), condition: v.string() }),
  requestPayload: v.unknown(),
  responsePayload: v.optional(v.unknown()),
});

/** An asynchronous invocation that Lambda has given up: which function, with which event, and why. */
export type FailedInvocation = { functionName: string; event: SNSEvent; reason: string };

/**
 * Every failed invocation in an event of the failure topic; those that were not started by SNS are left out.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export const failuresIn = (event: SNSEvent): FailedInvocation[] =>
  messagesIn(event, InvocationRecord).flatMap(
    ({ requestContext, requestPayload, responsePayload }) =>
      v.is(SnsRecords, requestPayload)
        ? [
            {
              functionName: requestContext.functionArn.split(':')[6] ?? '',
              // Only the messages are read, and those were just checked.
              event: requestPayload as unknown as SNSEvent,
              reason: reasonIn(responsePayload) ?? requestContext.condition,
            },
          ]
        : [],
  );

const ErrorPayload = v.object({ errorType: v.optional(v.string()), errorMessage: v.string() });

const reasonIn = (payload: unknown) =>
  v.is(ErrorPayload, payload) ? payload.errorMessage : undefined;
