import type { World } from '../../world/world.ts';
import type { Deliver } from '../delivery.ts';

/** The subscribers of a topic. */
export type Subscriber = {
  name: string;
  receive: (message: TopicMessage) => void;
  /** Whether the subscription's filter policy passes a message; all, if there is none. */
  passes?: ((message: string) => boolean) | undefined;
  /** Where the system promises to cope with a message that Lambda's queue has dropped. */
  mayBeLost?: boolean;
  /** Receives what cannot be delivered, if the subscription has a dead-letter queue that `npm run redrive` can empty. */
  deadLetters?: (letter: string) => void;
};
export type TopicMessage = { topicArn: string; messageId: string; message: string };

export type Topics = ReturnType<typeof createTopics>;

/** SNS: delivers every message to every subscriber of its topic. */
export const createTopics = (
  world: World,
  deliver: Deliver,
  observe: (name: string, message: string) => void,
) => {
  const subscribers = new Map<string, Subscriber[]>();
  return {
    subscribe: (topicArn: string, subscriber: Subscriber): void =>
      void subscribers.set(topicArn, [...(subscribers.get(topicArn) ?? []), subscriber]),

    publish: (topicArn: string, message: string): string => {
      const messageId = world.random.uuid();
      const topic = topicArn.split(':').at(-1) ?? '';
      const receivers = (subscribers.get(topicArn) ?? []).filter(
        ({ passes }) => passes?.(message) ?? true,
      );
      for (const { name, receive, mayBeLost = false, deadLetters } of receivers)
        deliver(`${topic} to ${name}`, () => receive({ topicArn, messageId, message }), {
          mayBeLost,
          onLost: () => observe(name, message),
          ...(deadLetters && {
            onUndeliverable: () => {
              observe(name, message);
              deadLetters(letterOf({ topicArn, messageId, message }));
            },
          }),
        });
      return messageId;
    },
  };
};

// https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
const letterOf = ({ topicArn, messageId, message }: TopicMessage) =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    Message: message,
  });

/** SNS's event for a function. */
export const snsEvent = ({ topicArn, messageId, message }: TopicMessage) => ({
  Records: [
    {
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      Sns: { Type: 'Notification', MessageId: messageId, TopicArn: topicArn, Message: message },
    },
  ],
});
