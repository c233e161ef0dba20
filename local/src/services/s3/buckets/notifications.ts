import { ACCOUNT_ID, REGION } from '../../../engine/account.ts';
import type { Origin } from '../http/call.ts';
import { formEncode } from '../http/form-encode.ts';
import { randomId } from '../http/request-id.ts';
import type { NotificationRule } from './bucket-config.ts';

/** Writes a message for a topic; called inside the transaction that it reports. */
export type Publish = (topicArn: string, message: string, subject: string) => void;

/** An event of an object, with its size and ETag while it exists. */
export type ObjectEvent = {
  name: `ObjectCreated:${string}` | `ObjectRemoved:${string}` | `LifecycleExpiration:${string}`;
  bucket: string;
  key: string;
  sequencer: string;
  size?: number;
  etag?: string;
  origin: Origin;
};

const SUBJECT = 'Amazon S3 Notification';

/** Publishes an event to the topic of every matching rule. */
export const notify = (rules: NotificationRule[], event: ObjectEvent, publish: Publish) => {
  for (const [index, rule] of rules.entries()) {
    if (!fits(rule, event)) continue;
    const record = recordOf(event, `notification-${index + 1}`);
    publish(rule.topicArn, JSON.stringify({ Records: [record] }), SUBJECT);
  }
};

/** Sends a topic the test event of a new notification, as S3 does. */
export const notifyTest = (bucket: string, topicArn: string, publish: Publish) => {
  const message = {
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: new Date().toISOString(),
    Bucket: bucket,
    RequestId: randomId(),
    HostId: randomId(),
  };
  publish(topicArn, JSON.stringify(message), SUBJECT);
};

const fits = ({ events, prefix = '', suffix = '' }: NotificationRule, { name, key }: ObjectEvent) =>
  key.startsWith(prefix) &&
  key.endsWith(suffix) &&
  events.some((event) =>
    event.endsWith('*') ? `s3:${name}`.startsWith(event.slice(0, -1)) : event === `s3:${name}`,
  );

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
const recordOf = (event: ObjectEvent, configurationId: string) => ({
  eventVersion: '2.1',
  eventSource: 'aws:s3',
  awsRegion: REGION,
  eventTime: new Date().toISOString(),
  eventName: event.name,
  userIdentity: { principalId: `AWS:${event.origin.principal}` },
  requestParameters: { sourceIPAddress: event.origin.sourceIp },
  responseElements: {
    'x-amz-request-id': event.origin.requestId,
    'x-amz-id-2': event.origin.requestId,
  },
  s3: {
    s3SchemaVersion: '1.0',
    configurationId,
    bucket: {
      name: event.bucket,
      ownerIdentity: { principalId: ACCOUNT_ID },
      arn: `arn:aws:s3:::${event.bucket}`,
    },
    object: {
      key: formEncode(event.key),
      size: event.size,
      eTag: event.etag,
      sequencer: event.sequencer,
    },
  },
});
