import * as v from 'valibot';
import { type Algorithm, elementOf } from '../body/checksum.ts';
import { S3Error } from '../http/s3-error.ts';
import { parseXml } from '../http/xml.ts';
import type { PartRow } from '../index/rows.ts';
import { quote, unquote } from '../objects/etag.ts';
import { MAX_PARTS } from './part-number.ts';

const MIN_PART_BYTES = 5 * 1024 * 1024;

const Part = v.looseObject({
  PartNumber: v.pipe(v.string(), v.trim(), v.digits(), v.transform(Number)),
  ETag: v.pipe(v.string(), v.transform(unquote)),
});
type Part = v.InferOutput<typeof Part>;

const PartList = v.object({
  CompleteMultipartUpload: v.object({
    Part: v.pipe(v.array(Part), v.minLength(1), v.maxLength(MAX_PARTS)),
  }),
});

/** The uploaded parts that a request to complete an upload lists, in order. */
export const choosePartsFrom = (
  xml: string,
  uploaded: PartRow[],
  algorithm: Algorithm | undefined,
): PartRow[] => {
  const { CompleteMultipartUpload } = parseXml(PartList, xml, ['Part']);
  const named = CompleteMultipartUpload.Part;
  checkOrder(named);
  const byNumber = new Map(uploaded.map((part) => [part.number, part]));
  const chosen = named.map((part) => pick(part, byNumber, algorithm));
  for (const part of chosen.slice(0, -1)) checkSize(part);
  return chosen;
};

const checkOrder = (named: Part[]) => {
  const isOrdered = named.every(
    ({ PartNumber }, index) => PartNumber > (named[index - 1]?.PartNumber ?? 0),
  );
  if (!isOrdered) throw new S3Error('InvalidPartOrder');
};

const pick = (named: Part, uploaded: Map<number, PartRow>, algorithm: Algorithm | undefined) => {
  const part = uploaded.get(named.PartNumber);
  const checksum = algorithm && named[elementOf(algorithm)];
  const isSame =
    part?.etag === named.ETag && (checksum === undefined || checksum === part.checksum);
  if (part && isSame) return part;
  throw new S3Error('InvalidPart', undefined, {
    PartNumber: named.PartNumber,
    ETag: named.ETag,
  });
};

const checkSize = ({ number, size, etag }: PartRow) => {
  if (size >= MIN_PART_BYTES) return;
  throw new S3Error('EntityTooSmall', undefined, {
    ProposedSize: size,
    MinSizeAllowed: MIN_PART_BYTES,
    PartNumber: number,
    ETag: quote(etag),
  });
};
