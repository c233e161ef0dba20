import { openDatabase } from '../../../state/database.ts';
import type { MessageAttributes } from '../message.ts';
import { startSns } from '../sns.ts';
import type { Subscription } from '../topic-store.ts';

export const TOPIC = 'arn:aws:sns:us-east-1:000000000000:videos';
export const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:job';
export const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:inbox';

type Delivery = { to: string; payload: string; attributes?: MessageAttributes | undefined };

/** SNS with one topic, and functions and queues that store what they receive; those named `missing` do not exist. */
export const startTestSns = () => {
  const db = openDatabase(':memory:');
  const deliveries: Delivery[] = [];
  const sns = startSns({
    db,
    invoke(to, payload) {
      if (to.endsWith(':missing')) return false;
      deliveries.push({ to, payload });
      return true;
    },
    sendToQueue(to, payload, attributes) {
      if (to.endsWith(':missing')) return false;
      deliveries.push({ to, payload, attributes });
      return true;
    },
  });
  sns.configureTopic({ arn: TOPIC, name: 'videos' });

  return {
    db,
    sns,
    deliveries,
    subscribe: (subscription: Partial<Subscription> = {}) =>
      sns.configureSubscription({
        arn: `${TOPIC}:1`,
        topicArn: TOPIC,
        protocol: 'lambda',
        endpoint: FUNCTION,
        ...subscription,
      }),
  };
};
