import * as v from 'valibot';

/** An invocation that Lambda gave up on: what is needed to repeat it, and the reason. */
export type FailedInvocation = {
  functionArn: string;
  failedAt: string;
  reason: string;
  payload: string;
};

const Json = v.pipe(v.string(), v.parseJson());
const InvocationRecord = v.pipe(
  Json,
  v.object({
    timestamp: v.string(),
    requestContext: v.object({ functionArn: v.string(), condition: v.string() }),
    requestPayload: v.unknown(),
    responsePayload: v.optional(v.unknown()),
  }),
);
const Envelope = v.pipe(
  Json,
  v.object({ Type: v.literal('Notification'), Message: InvocationRecord }),
  v.transform(({ Message }) => Message),
);
const ErrorPayload = v.object({ errorMessage: v.string() });

/**
 * The invocation in a Lambda on-failure record, which may have come through an SNS topic; undefined for any other
 * message. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export const failedInvocationIn = (body: string): FailedInvocation | undefined => {
  const { success, output } = v.safeParse(v.union([InvocationRecord, Envelope]), body);
  if (!success) return undefined;
  const { timestamp, requestContext, requestPayload, responsePayload } = output;
  return {
    functionArn: requestContext.functionArn,
    failedAt: timestamp,
    reason: v.is(ErrorPayload, responsePayload)
      ? responsePayload.errorMessage
      : requestContext.condition,
    payload: JSON.stringify(requestPayload),
  };
};
