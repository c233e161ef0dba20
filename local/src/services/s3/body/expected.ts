import { S3Error } from '../http/s3-error.ts';
import type { Body } from './body.ts';
import { algorithmOf, headerOf } from './checksum.ts';
import { type Expected, parseMd5 } from './digests.ts';

/** Reads what the headers announce, and refuses contradictions before reading a byte. */
export const expectedOf = (headers: Record<string, string>, body: Body): Expected => {
  const md5 = headers['content-md5'];
  if (md5 !== undefined) parseMd5(md5);
  const fromHeader = single(Object.keys(headers));
  const fromTrailer = single(trailerNames(headers['x-amz-trailer']));
  if (fromHeader && fromTrailer) throw multiple();
  const announced = headers['x-amz-sdk-checksum-algorithm'];
  if (announced !== undefined && !fromHeader && !fromTrailer) {
    throw new S3Error(
      'InvalidRequest',
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  const content = { size: body.size, sha256: body.sha256, md5 };
  if (fromHeader) {
    return { ...content, algorithm: fromHeader, checksum: () => headers[headerOf(fromHeader)] };
  }
  if (!fromTrailer) return content;
  // An announced trailer that does not arrive counts as wrong.
  const checksum = () => body.trailers.get(headerOf(fromTrailer)) ?? '';
  return { ...content, algorithm: fromTrailer, checksum };
};

const trailerNames = (header = '') =>
  header
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
    .map((name) => {
      if (algorithmOf(name)) return name;
      throw new S3Error(
        'InvalidRequest',
        'The value specified in the x-amz-trailer header is not supported',
      );
    });

const single = (names: string[]) => {
  const found = names.flatMap((name) => algorithmOf(name) ?? []);
  if (found.length > 1) throw multiple();
  return found[0];
};

const multiple = () =>
  new S3Error(
    'InvalidRequest',
    'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
  );
