import { S3Error } from '../http/s3-error.ts';

/** First and last byte, inclusive. */
export type ByteRange = { start: number; end: number };

/**
 * The single range of a Range header: `bytes=0-9`, `bytes=10-`, `bytes=-5`. Undefined, meaning the whole object, for
 * several ranges or an invalid one; throws InvalidRange if it is outside the object.
 */
export const parseRange = (header: string | undefined, size: number): ByteRange | undefined => {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/u.exec(header?.trim() ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const range =
    first === ''
      ? { start: Math.max(0, size - Number(last)), end: size - 1 }
      : { start: Number(first), end: Math.min(last === '' ? Infinity : Number(last), size - 1) };
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  if (range.start < size) return range;
  throw new S3Error('InvalidRange', undefined, {
    RangeRequested: header ?? '',
    ActualObjectSize: size,
  });
};
