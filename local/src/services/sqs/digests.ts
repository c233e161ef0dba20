import { hash } from 'node:crypto';
import type { MessageAttributes } from '../sns/message.ts';

const TEXT = Buffer.of(1);
const BINARY = Buffer.of(2);

export const md5 = (content: string | Buffer) => hash('md5', content, 'hex');

/**
 * The digest with which clients verify message attributes.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export const md5OfAttributes = (attributes: MessageAttributes) => {
  const parts = Object.entries(attributes)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, { DataType, StringValue, BinaryValue = '' }]) => [
      withLength(Buffer.from(name)),
      withLength(Buffer.from(DataType)),
      ...(StringValue === undefined
        ? [BINARY, withLength(Buffer.from(BinaryValue, 'base64'))]
        : [TEXT, withLength(Buffer.from(StringValue))]),
    ]);
  return md5(Buffer.concat(parts));
};

const withLength = (bytes: Buffer) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
