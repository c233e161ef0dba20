import type { Trouble } from './check-file.ts';

/** What a server answered to an upload; status 0 is no answer at all. */
export type Answer = { status: number; body: string };

const TOO_LARGE: Trouble = {
  message: 'The video is too large.',
  hint: 'Trim it or save it in a smaller format, and try again.',
};
const REFUSED: Trouble = {
  message: 'The storage did not take the video.',
  hint: 'Try again. If it happens again, choose the file once more.',
};

/** Why an upload will not succeed however often it is tried; undefined when it may. */
export const finalTrouble = ({ status, body }: Answer): Trouble | undefined => {
  // Too many requests, and an upload that took longer than its signature: both go away.
  if (status < 400 || status >= 500 || status === 429 || status === 408) return undefined;
  if (body.includes('<Code>RequestTimeout</Code>')) return undefined;
  return status === 413 || body.includes('<Code>EntityTooLarge</Code>') ? TOO_LARGE : REFUSED;
};

/** What is said when all tries are used up. */
export const GIVEN_UP: Trouble = {
  message: 'The connection keeps breaking.',
  hint: 'What has been sent is kept. Try again when the connection is better.',
};
