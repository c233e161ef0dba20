import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '../../state/database.ts';
import { flush } from '../../state/flush.ts';
import { deliver, type DeliveryPorts } from './deliver.ts';
import { compileFilterPolicy } from './filter-policy.ts';
import type { PublishOptions } from './message.ts';
import { notFound } from './sns-error.ts';
import { openTopicStore, type Subscription, type Topic } from './topic-store.ts';
import { handleSnsRequest } from './wire-api.ts';

export type Sns = ReturnType<typeof startSns>;

/** Topics that deliver to functions and queues. */
export const startSns = ({ db, ...ports }: DeliveryPorts & { db: DatabaseSync }) => {
  const store = openTopicStore(db);

  const configureSubscription = (subscription: Subscription) => {
    if (subscription.filterPolicy !== undefined) compileFilterPolicy(subscription.filterPolicy);
    store.putSubscription(subscription);
  };

  /** Writes the deliveries' rows, all of them or none; throws NotFound if there is no such topic. */
  const publish = (topicArn: string, text: string, options: PublishOptions = {}): string =>
    transaction(db, () => {
      if (!store.topic(topicArn)) throw notFound('Topic');
      const { attributes = {}, ...rest } = options;
      const publishedAt = new Date().toISOString();
      const message = { id: randomUUID(), topicArn, text, attributes, publishedAt, ...rest };
      for (const subscription of store.subscriptionsOf(topicArn)) {
        deliver(message, subscription, ports);
      }
      return message.id;
    });

  return {
    configureTopic: (topic: Topic) => store.putTopic(topic),
    /** With its subscriptions. */
    removeTopic: (arn: string) => store.removeTopic(arn),
    /** Throws InvalidParameter if its filter policy is not supported. */
    configureSubscription,
    removeSubscription: (arn: string) => store.removeSubscription(arn),
    publish,
    handle: (_request: IncomingMessage, response: ServerResponse, body: Buffer) =>
      handleSnsRequest(response, body, {
        ...{ store, publish, configureSubscription },
        flush: () => flush(db),
      }),
  };
};
