import type { PublishOptions } from './message.ts';
import { entriesIn, limitBatch, publishedIn } from './published.ts';
import { invalidParameter, notFound, SnsError } from './sns-error.ts';
import { subscriptionIn } from './subscribe.ts';
import type { Subscription, TopicStore } from './topic-store.ts';

export type WirePorts = {
  store: TopicStore;
  publish: (topicArn: string, text: string, options: PublishOptions) => string;
  configureSubscription: (subscription: Subscription) => void;
};

type Action = (form: URLSearchParams, ports: WirePorts) => object | undefined;

// Each returns the elements of its result.
const operations: Record<string, Action> = {
  Publish(form, { publish }) {
    const topicArn = form.get('TopicArn') ?? form.get('TargetArn');
    if (topicArn === null) throw invalidParameter('TopicArn or TargetArn Reason: no value');
    const { text, options } = publishedIn(form);
    return { MessageId: publish(topicArn, text, options) };
  },

  PublishBatch(form, ports) {
    const topicArn = required(form, 'TopicArn');
    if (!ports.store.topic(topicArn)) throw notFound('Topic');
    const outcomes = entriesIn(form).map(({ id, form: entry }) => ({ id, outcome: tried(entry) }));
    limitBatch(outcomes.flatMap(({ outcome }) => (outcome instanceof SnsError ? [] : outcome)));
    const [Failed, Successful] = [[] as object[], [] as object[]];
    for (const { id: Id, outcome } of outcomes) {
      if (outcome instanceof SnsError) {
        Failed.push({ Id, Code: outcome.code, Message: outcome.message, SenderFault: true });
      } else {
        Successful.push({ Id, MessageId: ports.publish(topicArn, outcome.text, outcome.options) });
      }
    }
    return { Successful: { member: Successful }, Failed: { member: Failed } };
  },

  Subscribe(form, { store, configureSubscription }) {
    const subscription = subscriptionIn(form);
    const { topicArn, protocol, endpoint } = subscription;
    if (!store.topic(topicArn)) throw notFound('Topic');
    const existing = store
      .subscriptionsOf(topicArn)
      .find((other) => other.protocol === protocol && other.endpoint === endpoint);
    if (!existing) configureSubscription(subscription);
    return { SubscriptionArn: (existing ?? subscription).arn };
  },

  Unsubscribe(form, { store }) {
    store.removeSubscription(required(form, 'SubscriptionArn'));
    return undefined;
  },

  ListTopics: (_form, { store }) => ({
    Topics: { member: store.topics().map(({ arn }) => ({ TopicArn: arn })) },
  }),

  ListSubscriptionsByTopic(form, { store }) {
    const topicArn = required(form, 'TopicArn');
    if (!store.topic(topicArn)) throw notFound('Topic');
    return { Subscriptions: { member: store.subscriptionsOf(topicArn).map(listed) } };
  },

  GetTopicAttributes(form, { store }) {
    const topic = store.topic(required(form, 'TopicArn'));
    if (!topic) throw notFound('Topic');
    const attributes = {
      TopicArn: topic.arn,
      Owner: accountIn(topic.arn),
      DisplayName: '',
      Policy: JSON.stringify(topic.policy ?? {}),
      SubscriptionsConfirmed: String(store.subscriptionsOf(topic.arn).length),
      SubscriptionsPending: '0',
      SubscriptionsDeleted: '0',
    };
    const entry = Object.entries(attributes).map(([key, value]) => ({ key, value }));
    return { Attributes: { entry } };
  },
};

/** The operations that clients of this system use, by name. */
export const actions: ReadonlyMap<string, Action> = new Map(Object.entries(operations));

const required = (form: URLSearchParams, name: string) => {
  const value = form.get(name);
  if (value === null) throw invalidParameter(`${name} Reason: no value`);
  return value;
};

const tried = (entry: URLSearchParams) => {
  try {
    return publishedIn(entry);
  } catch (error) {
    if (error instanceof SnsError) return error;
    throw error;
  }
};

const listed = ({ arn, topicArn, protocol, endpoint }: Subscription) => ({
  SubscriptionArn: arn,
  Owner: accountIn(arn),
  Protocol: protocol,
  Endpoint: endpoint,
  TopicArn: topicArn,
});

const accountIn = (arn: string) => arn.split(':')[4] ?? '';
