import * as v from 'valibot';
import { ACCOUNT_ID, arnOf, REGION } from '../../../engine/account.ts';
import type { QueueConfig } from '../../sqs/queue-store.ts';
import type { Sqs } from '../../sqs/sqs.ts';
import { PolicyDocument } from '../../iam/policy.ts';
import {
  generatedName,
  inert,
  integer,
  resourceKind,
  type ResourceKinds,
} from '../resource-kind.ts';

const DEFAULT_VISIBILITY_SECONDS = 30;
const DEFAULT_RETENTION_SECONDS = 345_600;

const Queue = v.strictObject({
  QueueName: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,80}$/u))),
  VisibilityTimeout: v.optional(integer(0, 43_200), DEFAULT_VISIBILITY_SECONDS),
  MessageRetentionPeriod: v.optional(integer(60, 1_209_600), DEFAULT_RETENTION_SECONDS),
  DelaySeconds: v.optional(integer(0, 900)),
  ReceiveMessageWaitTimeSeconds: v.optional(integer(0, 20)),
  MaximumMessageSize: v.optional(integer(1024, 1_048_576)),
  RedrivePolicy: v.optional(
    v.strictObject({ deadLetterTargetArn: v.string(), maxReceiveCount: integer(1, 1000) }),
  ),
  RedriveAllowPolicy: inert,
  KmsMasterKeyId: inert,
  SqsManagedSseEnabled: inert,
  Tags: inert,
});

const QueuePolicy = v.strictObject({ Queues: v.array(v.string()), PolicyDocument });

/** Queues and their policies. */
export const sqsKinds = (
  sqs: Pick<Sqs, 'configureQueue' | 'removeQueue'>,
  queues = new Map<string, QueueConfig>(),
): ResourceKinds => ({
  'AWS::SQS::Queue': resourceKind(Queue, {
    plan: (properties, place) => {
      const name = properties.QueueName ?? generatedName(place);
      const arn = arnOf('sqs', name);
      // As on AWS: only its path matters, whatever the host.
      const url = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT_ID}/${name}`;
      const queue = { arn, name, ...configOf(properties) };
      queues.set(arn, queue);
      return {
        id: arn,
        ref: url,
        attributes: { Arn: arn, QueueName: name, QueueUrl: url },
        apply: () => sqs.configureQueue(queue),
      };
    },
    remove: sqs.removeQueue,
  }),

  'AWS::SQS::QueuePolicy': resourceKind(QueuePolicy, {
    plan: ({ PolicyDocument: { Statement } }, place) => ({
      id: generatedName(place),
      grants: Statement,
    }),
  }),
});

const configOf = (queue: v.InferOutput<typeof Queue>) => {
  const { DelaySeconds, ReceiveMessageWaitTimeSeconds, MaximumMessageSize, RedrivePolicy } = queue;
  return {
    visibilityTimeoutSeconds: queue.VisibilityTimeout,
    retentionSeconds: queue.MessageRetentionPeriod,
    ...(DelaySeconds !== undefined && { delaySeconds: DelaySeconds }),
    ...(ReceiveMessageWaitTimeSeconds !== undefined && {
      receiveWaitSeconds: ReceiveMessageWaitTimeSeconds,
    }),
    ...(MaximumMessageSize !== undefined && { maxMessageBytes: MaximumMessageSize }),
    ...(RedrivePolicy && { redrivePolicy: RedrivePolicy }),
  };
};
