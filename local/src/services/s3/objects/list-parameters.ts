import { formEncode } from '../http/form-encode.ts';
import { S3Error } from '../http/s3-error.ts';

const MAX_KEYS = 1000;

/** The `max-…` parameter of a listing: at most, and by default, 1,000. */
export const parseMax = (query: Record<string, string>, name: string): number => {
  const text = query[name];
  if (text === undefined || text === '') return MAX_KEYS;
  if (!/^\d{1,10}$/u.test(text) || Number(text) > 0x7fffffff) throw invalid(name, text);
  return Math.min(Number(text), MAX_KEYS);
};

/** Encodes names on request, because XML cannot represent every character in a key. */
export const encoderFor = (query: Record<string, string>): ((name: string) => string) => {
  const type = query['encoding-type'];
  if (type === undefined) return (name) => name;
  if (type !== 'url') throw invalid('encoding-type', type);
  return formEncode;
};

const invalid = (ArgumentName: string, ArgumentValue: string) =>
  new S3Error('InvalidArgument', `Invalid value for ${ArgumentName}`, {
    ArgumentName,
    ArgumentValue,
  });
