import * as v from 'valibot';

/** Something that went wrong, in a person's words, with what to do about it. */
export type Trouble = { message: string; hint: string };

/** A refusal as our own API words it. */
export const Problem = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ code: v.string(), message: v.string(), hint: v.string() }),
);

export const NO_ANSWER: Trouble = {
  message: 'The server is not responding.',
  hint: 'Check your connection and try again.',
};
