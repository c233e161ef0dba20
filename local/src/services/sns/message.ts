import * as v from 'valibot';

/** A message attribute in SNS and SQS; a binary value is in base64. */
export const MessageAttribute = v.object({
  DataType: v.pipe(v.string(), v.regex(/^(?:String|Number|Binary)(?:\..+)?$/u)),
  StringValue: v.optional(v.string()),
  BinaryValue: v.optional(v.string()),
});
export type MessageAttribute = v.InferOutput<typeof MessageAttribute>;
export type MessageAttributes = Record<string, MessageAttribute>;

/** A published message. */
export type Message = {
  id: string;
  topicArn: string;
  text: string;
  subject?: string;
  attributes: MessageAttributes;
  publishedAt: string;
};

/** The properties of a published text. */
export type PublishOptions = { subject?: string; attributes?: MessageAttributes };
