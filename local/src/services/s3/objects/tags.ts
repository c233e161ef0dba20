import * as v from 'valibot';
import { S3Error } from '../http/s3-error.ts';
import { parseXml, writeXml } from '../http/xml.ts';
import { type ObjectDetails, Tag } from '../index/object-details.ts';

const MAX_OBJECT_TAGS = 10;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
const VALID = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

const TagSet = v.union([
  v.pipe(
    v.object({ Tag: v.array(Tag) }),
    v.transform((set) => set.Tag),
  ),
  v.pipe(
    v.string(),
    v.trim(),
    v.literal(''),
    v.transform((): Tag[] => []),
  ),
]);
const Tagging = v.object({ Tagging: v.object({ TagSet }) });

/** The tags in an `x-amz-tagging` header, which has the form of a URL's query. */
export const tagsIn = (header = ''): Tag[] => {
  const tags = Array.from(new URLSearchParams(header), ([Key, Value]) => ({ Key, Value }));
  if (!hasDuplicates(tags)) return checkTags(tags, MAX_OBJECT_TAGS);
  throw new S3Error(
    'InvalidArgument',
    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
    { ArgumentName: 'x-amz-tagging', ArgumentValue: header },
  );
};

/** The tags in a Tagging document, sorted by key. */
export const parseTagging = (xml: string, maxTags = MAX_OBJECT_TAGS): Tag[] =>
  checkTags(parseXml(Tagging, xml, ['Tag']).Tagging.TagSet, maxTags);

/** The Tagging document of these tags. */
export const writeTagging = (tags: Tag[]): string => writeXml('Tagging', { TagSet: { Tag: tags } });

/** The stored tags of a new object. */
export const detailsOf = (tags: Tag[]): { details?: ObjectDetails } =>
  tags.length > 0 ? { details: { tags, parts: [] } } : {};

const checkTags = (tags: Tag[], maxTags: number): Tag[] => {
  if (tags.length > maxTags)
    throw new S3Error('BadRequest', `Object tags cannot be greater than ${maxTags}`);
  if (hasDuplicates(tags))
    throw new S3Error('InvalidTag', 'Cannot provide multiple Tags with the same key');
  for (const { Key, Value } of tags) {
    if (Key === '' || Key.length > MAX_KEY_LENGTH || !VALID.test(Key))
      throw new S3Error('InvalidTag', 'The TagKey you have provided is invalid', { TagKey: Key });
    if (Value.length > MAX_VALUE_LENGTH || !VALID.test(Value))
      throw new S3Error('InvalidTag', 'The TagValue you have provided is invalid', { TagKey: Key });
  }
  return tags.toSorted((a, b) => (a.Key < b.Key ? -1 : 1));
};

const hasDuplicates = (tags: Tag[]) => new Set(tags.map(({ Key }) => Key)).size < tags.length;
