import type { SNSEvent, SNSEventRecord, SQSEvent } from 'aws-lambda';

/** An SNS event with one record per message; text is used as it is, anything else as JSON. */
export const snsEvent = (...messages: unknown[]): SNSEvent => ({
  Records: messages.map(recordOf),
});

/** An SQS event as a queue delivers it; the first message is `message-0`. */
export const sqsEvent = (...messages: { body: unknown; tries?: number }[]): SQSEvent => ({
  Records: messages.map(({ body, tries = 1 }, index) => ({
    messageId: `message-${index}`,
    receiptHandle: `receipt-${index}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: `${tries}`,
      SentTimestamp: '1763769600000',
      SenderId: 'AIDAIT2UOQQY3AUEKVGXU',
      ApproximateFirstReceiveTimestamp: '1763769600001',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:queue',
    awsRegion: 'us-east-1',
  })),
});

/** An S3 notification as S3 writes it, with one record per object. */
export const s3Notification = (...objects: S3Object[]) => ({
  Records: objects.map(
    ({ bucket = 'source', key, size = 1, sequencer = '0A', eventName = 'ObjectCreated:Put' }) => ({
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      eventName,
      s3: {
        s3SchemaVersion: '1.0',
        bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
        object: { key, size, eTag: 'd41d8cd98f00b204e9800998ecf8427e', sequencer },
      },
    }),
  ),
});

/** An object in a notification; `key` is form-encoded. */
export type S3Object = {
  bucket?: string;
  key: string;
  size?: number;
  sequencer?: string;
  eventName?: string;
};

const recordOf = (message: unknown): SNSEventRecord => ({
  EventVersion: '1.0',
  EventSource: 'aws:sns',
  EventSubscriptionArn: 'arn:aws:sns:us-east-1:000000000000:topic:subscription',
  Sns: {
    SignatureVersion: '1',
    Timestamp: '2026-11-22T00:00:00.000Z',
    Signature: '',
    SigningCertUrl: '',
    MessageId: '95df01b4-ee98-5cb9-9903-4c221d41eb5e',
    Message: typeof message === 'string' ? message : JSON.stringify(message),
    MessageAttributes: {},
    Type: 'Notification',
    UnsubscribeUrl: '',
    TopicArn: 'arn:aws:sns:us-east-1:000000000000:topic',
    Subject: '',
  },
});
