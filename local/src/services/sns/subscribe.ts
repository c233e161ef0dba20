import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { membersIn } from './form.ts';
import { invalidParameter } from './sns-error.ts';
import type { Subscription } from './topic-store.ts';

const SubscribeRequest = v.object({
  topicArn: v.string(),
  protocol: v.picklist(['lambda', 'sqs']),
  endpoint: v.string(),
  attributes: v.strictObject({
    FilterPolicy: v.exactOptional(
      v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown())),
    ),
    FilterPolicyScope: v.exactOptional(v.picklist(['MessageAttributes', 'MessageBody'])),
    RawMessageDelivery: v.exactOptional(
      v.pipe(
        v.picklist(['true', 'false']),
        v.transform((text) => text === 'true'),
      ),
    ),
    RedrivePolicy: v.exactOptional(
      v.pipe(v.string(), v.parseJson(), v.object({ deadLetterTargetArn: v.string() })),
    ),
  }),
});

/** The subscription that a Subscribe request describes, with a new ARN; throws InvalidParameter. */
export const subscriptionIn = (form: URLSearchParams): Subscription => {
  const { success, output, issues } = v.safeParse(SubscribeRequest, {
    topicArn: form.get('TopicArn'),
    protocol: form.get('Protocol'),
    endpoint: form.get('Endpoint'),
    attributes: Object.fromEntries(
      membersIn(form, 'Attributes.entry').map((entry) => [
        entry.get('key') ?? '',
        entry.get('value'),
      ]),
    ),
  });
  if (!success) throw invalidParameter(`${v.getDotPath(issues[0]) ?? ''}: ${issues[0].message}`);
  const { topicArn, protocol, endpoint, attributes } = output;
  if (endpoint.split(':')[2] !== protocol) throw invalidParameter('Endpoint');
  const { FilterPolicy, FilterPolicyScope, RawMessageDelivery, RedrivePolicy } = attributes;
  return {
    arn: `${topicArn}:${randomUUID()}`,
    topicArn,
    protocol,
    endpoint,
    ...(FilterPolicy && { filterPolicy: FilterPolicy }),
    ...(FilterPolicyScope && { filterPolicyScope: FilterPolicyScope }),
    ...(RawMessageDelivery !== undefined && { rawMessageDelivery: RawMessageDelivery }),
    ...(RedrivePolicy && { redrivePolicy: RedrivePolicy }),
  };
};
