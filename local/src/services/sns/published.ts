import * as v from 'valibot';
import { membersIn } from './form.ts';
import { MessageAttribute, type MessageAttributes, type PublishOptions } from './message.ts';
import { invalidParameter, SnsError } from './sns-error.ts';

const MAX_BYTES = 256 * 1024;
const MAX_SUBJECT_LENGTH = 100;
const MAX_ENTRIES = 10;

/** What a client wants to publish. */
export type Published = { text: string; options: PublishOptions; bytes: number };

/** The message in a Publish request or an entry of a PublishBatch; throws InvalidParameter. */
export const publishedIn = (form: URLSearchParams): Published => {
  const text = form.get('Message') ?? '';
  const subject = form.get('Subject');
  const attributes = attributesIn(form);
  if (form.has('MessageStructure')) throw invalidParameter('MessageStructure is not known here');
  if (text === '') throw invalidParameter('Empty message');
  if (subject !== null && !isSubject(subject)) throw invalidParameter('Subject');
  const bytes = Buffer.byteLength(text) + sizeOf(attributes);
  if (bytes > MAX_BYTES) throw invalidParameter('Message too long');
  return { text, bytes, options: { attributes, ...(subject !== null && { subject }) } };
};

export type Entry = { id: string; form: URLSearchParams };

/** The entries of a PublishBatch; throws if there are none, too many, or two with one id. */
export const entriesIn = (form: URLSearchParams): Entry[] => {
  const entries = membersIn(form, 'PublishBatchRequestEntries.member').map((entry) => ({
    id: entry.get('Id') ?? '',
    form: entry,
  }));
  if (entries.length === 0) throw new SnsError('EmptyBatchRequest', 'The batch has no entries');
  if (entries.length > MAX_ENTRIES) {
    throw new SnsError('TooManyEntriesInBatchRequest', `More than ${MAX_ENTRIES} entries`);
  }
  if (new Set(entries.map(({ id }) => id)).size < entries.length) {
    throw new SnsError('BatchEntryIdsNotDistinct', 'Two or more entries have the same Id');
  }
  return entries;
};

/** Throws if the messages of a batch together exceed SNS's limit. */
export const limitBatch = (published: Published[]) => {
  if (published.reduce((sum, { bytes }) => sum + bytes, 0) > MAX_BYTES) {
    throw new SnsError('BatchRequestTooLong', `The batch is larger than ${MAX_BYTES} bytes`);
  }
};

const attributesIn = (form: URLSearchParams): MessageAttributes =>
  Object.fromEntries(
    membersIn(form, 'MessageAttributes.entry').map((entry) => [
      entry.get('Name') ?? '',
      attributeIn(entry),
    ]),
  );

const attributeIn = (entry: URLSearchParams) => {
  const fields = Object.fromEntries(
    ['DataType', 'StringValue', 'BinaryValue'].map((field) => [
      field,
      entry.get(`Value.${field}`) ?? undefined,
    ]),
  );
  const { success, output } = v.safeParse(MessageAttribute, fields);
  if (!success || (output.StringValue ?? output.BinaryValue) === undefined) {
    throw new SnsError(
      'ParameterValueInvalid',
      `The message attribute '${entry.get('Name') ?? ''}' must contain a type and a value`,
    );
  }
  return output;
};

const sizeOf = (attributes: MessageAttributes) =>
  Object.entries(attributes).reduce(
    (sum, [name, { DataType, StringValue = '', BinaryValue = '' }]) =>
      sum +
      Buffer.byteLength(name + DataType + StringValue) +
      Buffer.byteLength(BinaryValue, 'base64'),
    0,
  );

const isSubject = (subject: string) =>
  subject.length > 0 && subject.length <= MAX_SUBJECT_LENGTH && /^[\x20-\x7e]+$/u.test(subject);
