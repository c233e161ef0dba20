import type { Message } from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import type { FailedInvocation } from './failed-invocation.ts';

/** A message that a topic could not deliver to one of its subscribers. */
export type Undelivered = { topicArn: string; message: string };

const Envelope = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ Type: v.literal('Notification'), TopicArn: v.string(), Message: v.string() }),
);
const Text = v.object({ StringValue: v.string() });
const RuleAttributes = v.object({
  RULE_ARN: Text,
  TARGET_ARN: v.object({ StringValue: v.pipe(v.string(), v.regex(/^arn:[^:]+:lambda:/u)) }),
  ERROR_MESSAGE: v.optional(Text),
});

/** What SNS puts into the dead-letter queue of a subscription; undefined for any other message. */
export const undeliveredIn = (body: string): Undelivered | undefined => {
  const { success, output } = v.safeParse(Envelope, body);
  return success ? { topicArn: output.TopicArn, message: output.Message } : undefined;
};

/**
 * The invocation that a rule could not make, from the dead-letter queue of its target; undefined for any other message.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export const missedRunIn = ({
  Body = '',
  Attributes = {},
  MessageAttributes,
}: Message): FailedInvocation | undefined => {
  const { success, output } = v.safeParse(RuleAttributes, MessageAttributes);
  if (!success) return undefined;
  return {
    functionArn: output.TARGET_ARN.StringValue,
    failedAt: new Date(Number(Attributes.SentTimestamp ?? 0)).toISOString(),
    reason: output.ERROR_MESSAGE?.StringValue ?? 'The schedule could not invoke it',
    payload: Body,
  };
};
