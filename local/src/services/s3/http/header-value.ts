import { S3Error } from './s3-error.ts';

/**
 * Text from a query or a form as a header value: its UTF-8 bytes one by one, like raw headers. Throws if it would break
 * out of its header.
 */
export const headerValue = (name: string, text: string): string => {
  // eslint-disable-next-line no-control-regex -- these are what a header must not hold
  if (/[\0-\x08\x0a-\x1f\x7f]/u.test(text)) {
    throw new S3Error('InvalidArgument', 'Header value cannot hold control characters', {
      ArgumentName: name,
    });
  }
  return Buffer.from(text).toString('latin1');
};
