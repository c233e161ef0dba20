import { REGION } from '../../../engine/account.ts';
import { md5, md5OfAttributes } from '../../sqs/digests.ts';
import type { ReceivedMessage } from '../../sqs/message-store.ts';
import { systemAttributes } from '../../sqs/wire-shapes.ts';
import type { MessageAttribute } from '../../sns/message.ts';

/** A function's event for a batch of messages: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export const sqsEvent = (queueArn: string, messages: ReceivedMessage[]) => ({
  Records: messages.map((message) => ({
    messageId: message.id,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, value]) => [name, attributeOf(value)]),
    ),
    md5OfBody: md5(message.body),
    ...(Object.keys(message.attributes).length > 0 && {
      md5OfMessageAttributes: md5OfAttributes(message.attributes),
    }),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: REGION,
  })),
});

const attributeOf = ({ DataType, StringValue, BinaryValue }: MessageAttribute) => ({
  ...(StringValue !== undefined && { stringValue: StringValue }),
  ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
  stringListValues: [],
  binaryListValues: [],
  dataType: DataType,
});
