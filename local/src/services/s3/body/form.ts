import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import { S3Error } from '../http/s3-error.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-UsingHTTPPOST.html
const MAX_FIELDS_BYTES = 20 * 1024;
const LIMITS = { fields: 100, files: 1, fieldSize: MAX_FIELDS_BYTES, headerSize: 8 * 1024 };

/** A form up to its file: fields by lower-case name, and the file as a stream. */
export type Form = { fields: Record<string, string>; filename: string; file: Readable };

/** An unread form; it is not authenticated yet, so its fields must arrive within a time limit. */
export type FormBody = {
  bytes: AsyncIterable<Buffer>;
  contentType: string;
  fieldsTimeoutMs: number;
};

/**
 * Parses a `multipart/form-data` body and passes on its file as a stream; skips fields after the file. If `onFile`
 * rejects, reading stops at once.
 */
export const readForm = async <Result>(
  { bytes, contentType, fieldsTimeoutMs }: FormBody,
  onFile: (form: Form) => Promise<Result>,
): Promise<Result> => {
  const parser = createParser(contentType);
  const stop = new AbortController();
  const fields = collectFields(parser, stop);
  const ofParser = new Set<unknown>();
  const noteError = (error: unknown) => void ofParser.add(error);
  const upload: { file?: Readable; result?: Promise<Result> } = {};
  const timer = setTimeout(() => stop.abort(new S3Error('RequestTimeout')), fieldsTimeoutMs);
  parser.on('file', (_name, file, givenName) => {
    clearTimeout(timer);
    // A part need not name a file, whatever the parser's types say.
    const filename = (givenName as string | undefined) ?? '';
    upload.file = file;
    file.on('error', noteError);
    upload.result = onFile({ fields: Object.fromEntries(fields), filename, file });
    upload.result.catch((error: unknown) => stop.abort(error));
  });
  parser.on('error', noteError);
  parser.on('filesLimit', () => stop.abort(wrongFileCount()));
  try {
    await pipeline(bytes, parser, { signal: stop.signal });
  } catch (error) {
    upload.file?.destroy(malformed());
    await Promise.allSettled([upload.result]);
    const reason: unknown = stop.signal.aborted ? stop.signal.reason : error;
    throw ofParser.has(reason) ? malformed() : reason;
  } finally {
    clearTimeout(timer);
  }
  if (!upload.result) throw wrongFileCount();
  return upload.result;
};

type Parser = ReturnType<typeof createParser>;

const createParser = (contentType: string) => {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: LIMITS,
      isPartAFile: (name) => name === 'file',
    });
  } catch {
    throw malformed();
  }
};

const collectFields = (parser: Parser, stop: AbortController): Map<string, string> => {
  const fields = new Map<string, string>();
  let size = 0;
  const tooLarge = () => stop.abort(new S3Error('MaxPostPreDataLengthExceededError'));
  parser.on('field', (name, value) => {
    fields.set(name.toLowerCase(), value);
    size += name.length + Buffer.byteLength(value);
    if (size >= MAX_FIELDS_BYTES) tooLarge();
  });
  parser.on('fieldsLimit', tooLarge);
  return fields;
};

const malformed = () => new S3Error('MalformedPOSTRequest');

const wrongFileCount = () =>
  new S3Error('InvalidArgument', 'POST requires exactly one file upload per request.', {
    ArgumentName: 'file',
  });
