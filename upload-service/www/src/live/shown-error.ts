import * as v from 'valibot';

/** An error for the user, and what to do about it. */
export type ShownError = { message: string; hint: string };

/** An error response of our own API. */
export const Refusal = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ code: v.string(), message: v.string(), hint: v.string() }),
);

export const NO_ANSWER: ShownError = {
  message: 'The server is not responding.',
  hint: 'Check your connection and try again.',
};
