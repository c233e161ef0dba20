import * as v from 'valibot';
import { Refusal, type ShownError } from '../../live/shown-error.ts';

/** The server refuses the video, and retrying would not help. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly shown: ShownError;

  constructor(shown: ShownError) {
    super(shown.message);
    this.shown = shown;
  }
}

/** The server does not know this upload (any more): it must start over. */
export class UploadGone extends Error {
  override readonly name = 'UploadGone';
}

/** No response, or an error that may be temporary. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

const NOT_TAKEN: ShownError = {
  message: 'The storage rejected the video.',
  hint: 'Try again. If the error persists, choose the file again.',
};
const TOO_LARGE: ShownError = {
  message: 'The video is too large.',
  hint: 'Trim it or save it in a smaller format, then choose the new file.',
};

/** What a response other than 2xx means for an upload: our own API states it, S3 uses a code. */
export const failureOf = (status: number, body: string): Refused | UploadGone | NoAnswer => {
  const refusal = v.safeParse(Refusal, body);
  const code = refusal.success ? refusal.output.code : /<Code>(\w+)/u.exec(body)?.[1];
  if (code === 'UNKNOWN_UPLOAD' || code === 'NoSuchUpload') return new UploadGone(code);
  if (isPassing(status) || PASSING_CODES.has(code) || body.includes(EXPIRED))
    return new NoAnswer(`${status} ${code ?? ''}`);
  if (refusal.success) return new Refused(refusal.output);
  return new Refused(code === 'EntityTooLarge' || status === 413 ? TOO_LARGE : NOT_TAKEN);
};

const isPassing = (status: number) =>
  status < 400 || status >= 500 || status === 408 || status === 429;

// A part that was sent too slowly, and parts that another attempt has not sent yet.
const PASSING_CODES = new Set<string | undefined>([
  'RequestTimeout',
  'ExpiredToken',
  'INCOMPLETE_UPLOAD',
]);
// A signature that expired during the transfer or while the device was asleep; the next attempt gets a new one.
const EXPIRED = '<Message>Request has expired</Message>';
