import type { SessionEvent } from './session-events.ts';

/** A video in progress: its finished steps, and the number of labelled captures. */
export type Session = {
  id: string;
  name: string;
  uploadedAt: number;
  gif: boolean;
  captureCount?: number;
  labelled: ReadonlySet<string>;
};

/** A session without progress. */
export const newSession = (id: string, name: string, uploadedAt: number): Session => ({
  id,
  name,
  uploadedAt,
  gif: false,
  labelled: new Set(),
});

/** The session after one more step; steps can repeat and arrive in any order. */
export const advance = (
  session: Session,
  { done }: Extract<SessionEvent, { type: 'step' }>,
): Session => {
  const { step, captures, frame } = done;
  if (step === 'gif') return { ...session, gif: true };
  if (step === 'captures' && captures) return { ...session, captureCount: captures.length };
  if (step === 'label' && frame !== undefined) {
    return { ...session, labelled: new Set(session.labelled).add(frame) };
  }
  return session;
};

/** The finished steps, one phrase each; empty before the first. */
export const progressOf = ({ gif, captureCount, labelled }: Session): string[] => [
  ...(gif ? ['gif'] : []),
  ...(captureCount === undefined ? [] : [count(captureCount, 'capture')]),
  ...(captureCount ? [`labels ${labelled.size} of ${captureCount}`] : []),
];

/** `1 capture`, `2 captures`. */
export const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
