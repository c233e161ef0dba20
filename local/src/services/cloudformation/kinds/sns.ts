import * as v from 'valibot';
import { arnOf } from '../../../engine/account.ts';
import type { Sns } from '../../sns/sns.ts';
import { PolicyDocument, type Access } from '../../iam/policy.ts';
import {
  boolean,
  digestOf,
  generatedName,
  inert,
  resourceKind,
  type ResourceKinds,
} from '../resource-kind.ts';

const Topic = v.strictObject({
  TopicName: v.optional(v.string()),
  DisplayName: inert,
  KmsMasterKeyId: inert,
  Tags: inert,
});

const TopicPolicy = v.strictObject({ Topics: v.array(v.string()), PolicyDocument });

const Subscription = v.strictObject({
  TopicArn: v.string(),
  Protocol: v.picklist(['lambda', 'sqs']),
  Endpoint: v.string(),
  FilterPolicy: v.optional(v.record(v.string(), v.unknown())),
  FilterPolicyScope: v.optional(v.picklist(['MessageAttributes', 'MessageBody'])),
  RawMessageDelivery: v.optional(boolean, false),
  RedrivePolicy: v.optional(v.strictObject({ deadLetterTargetArn: v.string() })),
});
type SubscriptionProperties = v.InferOutput<typeof Subscription>;

type Topics = Pick<
  Sns,
  'configureTopic' | 'removeTopic' | 'configureSubscription' | 'removeSubscription'
>;

/** Topics, their policies and subscriptions; subscribers must admit SNS. */
export const snsKinds = (sns: Topics): ResourceKinds => ({
  'AWS::SNS::Topic': resourceKind(Topic, {
    plan: ({ TopicName }, place) => {
      const name = TopicName ?? generatedName(place);
      const arn = arnOf('sns', name);
      return {
        id: arn,
        attributes: { TopicArn: arn, TopicName: name },
        apply: () => sns.configureTopic({ arn, name }),
      };
    },
    remove: sns.removeTopic,
  }),

  'AWS::SNS::TopicPolicy': resourceKind(TopicPolicy, {
    plan: ({ PolicyDocument: { Statement } }, place) => ({
      id: generatedName(place),
      grants: Statement,
    }),
  }),

  'AWS::SNS::Subscription': resourceKind(Subscription, {
    plan: (properties, place) => {
      const arn = `${properties.TopicArn}:${digestOf(place).slice(0, 32)}`;
      return {
        id: arn,
        needs: needsOf(properties),
        apply: () => sns.configureSubscription({ arn, ...configOf(properties) }),
      };
    },
    remove: sns.removeSubscription,
  }),
});

const needsOf = ({ TopicArn, Protocol, Endpoint, RedrivePolicy }: SubscriptionProperties) => {
  const access: Access = {
    principal: 'sns.amazonaws.com',
    action: Protocol === 'lambda' ? 'lambda:InvokeFunction' : 'sqs:SendMessage',
    resource: Endpoint,
    sourceArn: TopicArn,
  };
  if (!RedrivePolicy) return [access];
  const resource = RedrivePolicy.deadLetterTargetArn;
  return [access, { ...access, action: 'sqs:SendMessage', resource }];
};

const configOf = (subscription: SubscriptionProperties) => {
  const { FilterPolicy, FilterPolicyScope, RedrivePolicy } = subscription;
  return {
    topicArn: subscription.TopicArn,
    protocol: subscription.Protocol,
    endpoint: subscription.Endpoint,
    rawMessageDelivery: subscription.RawMessageDelivery,
    ...(FilterPolicy && { filterPolicy: FilterPolicy }),
    ...(FilterPolicyScope && { filterPolicyScope: FilterPolicyScope }),
    ...(RedrivePolicy && { redrivePolicy: RedrivePolicy }),
  };
};
