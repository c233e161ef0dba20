import { isPicture, missingIn, PROCESSING } from '../session.ts';
import type { Facts } from './facts.ts';
import type { Cause } from './place.ts';

/** The progress of labelling, in words. */
export const labellingProgress = (facts: Facts): string => {
  const { session, captures } = facts;
  const wanted = session ? captures.filter((row) => isPicture(session, row)) : captures;
  const labelled = wanted.filter(({ frame }) => session?.labelled.has(frame));
  return `${labelled.length} of ${wanted.length} captures`;
};

/** Why a video is stuck, and what to do about it; empty if it is not. */
export const causesOf = (facts: Facts): Cause[] => [
  ...facts.givenUp.map(({ step, reason, id }) => ({
    message: `${step} failed for good (${reason}).`,
    hint: `Once the cause is fixed, run npm run redrive -- --replay ${id}.`,
  })),
  ...ofSource(facts),
  ...ofError(facts),
  ...ofLabels(facts),
  ...ofQueues(facts),
];

/** What could not be determined, and how to find out. */
export const unknownOf = ({ unread, waiting }: Facts): string[] => [
  ...unread.map((what) => `${what} cannot be read with these credentials.`),
  ...(waiting && waiting.deadLetters > 0
    ? [
        `Steps that failed for good, of all videos: ${waiting.deadLetters}. Only npm run where shows whether this video is among them.`,
      ]
    : []),
];

const ofSource = ({ session, object }: Facts): Cause[] => {
  if (session?.status !== PROCESSING || object === undefined) return [];
  if (object === 'gone') return [{ message: 'Its object is no longer in the source bucket.' }];
  return object.isAnother ? [{ message: 'Another object has replaced it.' }] : [];
};

const ofError = ({ session }: Facts): Cause[] =>
  session?.error ? [{ message: session.error.message, hint: session.error.hint }] : [];

const ofLabels = ({ captures }: Facts): Cause[] => {
  const reasons = new Map<string, { count: number; hint: string }>();
  for (const { error } of captures)
    if (error)
      reasons.set(error.message, {
        count: (reasons.get(error.message)?.count ?? 0) + 1,
        hint: error.hint,
      });
  return [...reasons].map(([message, { count, hint }]) => ({
    message: `${count} of its captures: ${message}`,
    hint,
  }));
};

const ofQueues = ({ session, waiting }: Facts): Cause[] => {
  if (!waiting) return [];
  if (!session && waiting.sessions > 0)
    return [{ message: `Uploads waiting for a session: ${waiting.sessions}.` }];
  const isLabelling = session?.status === PROCESSING && missingIn(session) === 'labels';
  return isLabelling && waiting.captures > 0
    ? [{ message: `Captures waiting to be labelled, of all videos: ${waiting.captures}.` }]
    : [];
};
