import * as v from 'valibot';
import { ACCOUNT_ID, arnOf, REGION } from '../../account.ts';
import type { Sqs } from '../../sqs/sqs.ts';
import { PolicyDocument } from '../../iam/policy.ts';
import {
  generatedName,
  inert,
  number,
  resourceKind,
  type ResourceKinds,
} from '../resource-kind.ts';

const DEFAULT_VISIBILITY_SECONDS = 30;
const DEFAULT_RETENTION_SECONDS = 345_600;

const Queue = v.strictObject({
  QueueName: v.optional(v.string()),
  VisibilityTimeout: v.optional(number, DEFAULT_VISIBILITY_SECONDS),
  MessageRetentionPeriod: v.optional(number, DEFAULT_RETENTION_SECONDS),
  RedrivePolicy: v.optional(
    v.strictObject({ deadLetterTargetArn: v.string(), maxReceiveCount: number }),
  ),
  KmsMasterKeyId: inert,
  SqsManagedSseEnabled: inert,
  Tags: inert,
});

const QueuePolicy = v.strictObject({ Queues: v.array(v.string()), PolicyDocument });

/** Queues and their policies. */
export const sqsKinds = (sqs: Pick<Sqs, 'configureQueue' | 'removeQueue'>): ResourceKinds => ({
  'AWS::SQS::Queue': resourceKind(Queue, {
    plan: ({ QueueName, VisibilityTimeout, MessageRetentionPeriod, RedrivePolicy }, place) => {
      const name = QueueName ?? generatedName(place);
      const arn = arnOf('sqs', name);
      const queue = {
        arn,
        name,
        visibilityTimeoutSeconds: VisibilityTimeout,
        retentionSeconds: MessageRetentionPeriod,
        ...(RedrivePolicy && { redrivePolicy: RedrivePolicy }),
      };
      return {
        id: arn,
        // As on AWS: only its path counts, wherever it is sent.
        ref: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT_ID}/${name}`,
        attributes: { Arn: arn, QueueName: name },
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
