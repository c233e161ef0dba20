import { isPicture, missingIn, PROCESSING } from '../../../video-service/src/stores/session.ts';
import type { Facts } from './facts.ts';

/** The progress of labelling, in words. */
export const captureCount = (facts: Facts): string => {
  const { session, captures } = facts;
  const wanted = session ? captures.filter((row) => isPicture(session, row)) : captures;
  const labelled = wanted.filter(({ frame }) => session?.labelled.has(frame));
  return `${labelled.length} of ${wanted.length} captures`;
};

/** Why a video is stuck, and what to do about it; empty if it is not. */
export const causesOf = (facts: Facts): string[] => [
  ...facts.givenUp.map(
    ({ step, reason, id }) =>
      `${step} failed for good (${reason}). Once the cause is fixed, run npm run redrive -- --replay ${id}.`,
  ),
  ...ofSource(facts),
  ...ofError(facts),
  ...ofLabels(facts),
  ...ofQueues(facts),
  ...facts.unread.map((what) => `${what} cannot be read with these credentials.`),
];

const ofSource = ({ session, object }: Facts) => {
  if (session?.status !== PROCESSING || object === undefined) return [];
  if (object === 'gone') return ['Its object is no longer in the source bucket.'];
  return object.isAnother ? ['Another object has replaced it.'] : [];
};

const ofError = ({ session }: Facts) =>
  session?.error ? [`${session.error.message} ${session.error.hint}`] : [];

const ofLabels = ({ captures }: Facts) => {
  const reasons = new Map<string, number>();
  for (const { error } of captures)
    if (error) reasons.set(error.message, (reasons.get(error.message) ?? 0) + 1);
  return [...reasons].map(([message, count]) => `${count} of its captures: ${message}`);
};

const ofQueues = ({ session, waiting }: Facts) => {
  if (!waiting) return [];
  if (!session && waiting.sessions > 0)
    return [`Uploads waiting for a session: ${waiting.sessions}.`];
  const isLabelling = session?.status === PROCESSING && missingIn(session) === 'labels';
  return isLabelling && waiting.captures > 0
    ? [`Captures waiting to be labelled, of all videos: ${waiting.captures}.`]
    : [];
};
