import { REGION } from '../../engine/account.ts';
import { compileFilterPolicy } from './filter-policy.ts';
import type { Message, MessageAttribute, MessageAttributes } from './message.ts';
import type { Subscription } from './topic-store.ts';

export type DeliveryPorts = {
  /** False if there is no such function. */
  invoke: (functionArn: string, payload: string) => boolean;
  /** False if there is no such queue. */
  sendToQueue: (queueArn: string, body: string, attributes?: MessageAttributes) => boolean;
};

/** Delivers the message, or sends it to the subscription's dead-letter queue, unless its filter policy excludes it. */
export const deliver = (message: Message, subscription: Subscription, ports: DeliveryPorts) => {
  if (!wants(subscription, message)) return;
  const { redrivePolicy } = subscription;
  if (handOver(message, subscription, ports) || !redrivePolicy) return;
  ports.sendToQueue(
    redrivePolicy.deadLetterTargetArn,
    JSON.stringify(envelope(message, subscription)),
  );
};

const handOver = (message: Message, subscription: Subscription, ports: DeliveryPorts): boolean => {
  const { protocol, endpoint, rawMessageDelivery } = subscription;
  if (protocol === 'lambda')
    return ports.invoke(endpoint, JSON.stringify(lambdaEvent(message, subscription)));
  return rawMessageDelivery
    ? ports.sendToQueue(endpoint, message.text, message.attributes)
    : ports.sendToQueue(endpoint, JSON.stringify(envelope(message, subscription)));
};

const wants = ({ filterPolicy, filterPolicyScope }: Subscription, message: Message) => {
  if (filterPolicy === undefined) return true;
  const data =
    filterPolicyScope === 'MessageBody'
      ? jsonIn(message.text)
      : Object.fromEntries(
          Object.entries(message.attributes).map(([name, value]) => [name, valueOf(value)]),
        );
  return data !== undefined && compileFilterPolicy(filterPolicy)(data);
};

const valueOf = ({ DataType, StringValue = '' }: MessageAttribute): unknown => {
  if (DataType === 'Number') return Number(StringValue);
  if (DataType === 'String.Array') return jsonIn(StringValue);
  return DataType.startsWith('Binary') ? undefined : StringValue;
};

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

// https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
const lambdaEvent = (message: Message, subscription: Subscription) => ({
  Records: [
    {
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      EventSubscriptionArn: subscription.arn,
      Sns: {
        ...notification(message),
        Subject: message.subject ?? null,
        SigningCertUrl: SIGNING_CERT_URL,
        UnsubscribeUrl: unsubscribeUrl(subscription),
        MessageAttributes: described(message.attributes),
      },
    },
  ],
});

// https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
const envelope = (message: Message, subscription: Subscription) => ({
  ...notification(message),
  ...(message.subject !== undefined && { Subject: message.subject }),
  SigningCertURL: SIGNING_CERT_URL,
  UnsubscribeURL: unsubscribeUrl(subscription),
  ...(Object.keys(message.attributes).length > 0 && {
    MessageAttributes: described(message.attributes),
  }),
});

const notification = ({ id, topicArn, text, publishedAt }: Message) => ({
  Type: 'Notification',
  MessageId: id,
  TopicArn: topicArn,
  Message: text,
  Timestamp: publishedAt,
  SignatureVersion: '1',
  Signature: UNSIGNED,
});

// Only receivers on the open internet check signatures: Lambda and SQS get their messages over authenticated channels.
const UNSIGNED = 'EXAMPLE';
const SNS_URL = `https://sns.${REGION}.amazonaws.com/`;
const SIGNING_CERT_URL = `${SNS_URL}SimpleNotificationService-EXAMPLE.pem`;
const unsubscribeUrl = ({ arn }: Subscription) =>
  `${SNS_URL}?Action=Unsubscribe&SubscriptionArn=${arn}`;

const described = (attributes: MessageAttributes) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      { Type: DataType, Value: StringValue ?? BinaryValue ?? '' },
    ]),
  );
