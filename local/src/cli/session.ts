import type { SessionEvent } from './session-events.ts';

/** A video on its way: which steps are done, and how many of its captures are labelled. */
export type Session = {
  id: string;
  name: string;
  uploadedAt: number;
  gif: boolean;
  captures?: number;
  labelled: ReadonlySet<string>;
};

/** A session of which nothing is done yet. */
export const newSession = (id: string, name: string, uploadedAt: number): Session => ({
  id,
  name,
  uploadedAt,
  gif: false,
  labelled: new Set(),
});

/** The session after one more step, in whatever order and however often they come. */
export const advance = (
  session: Session,
  { done }: Extract<SessionEvent, { type: 'step' }>,
): Session => {
  const { step, captures, frame } = done;
  if (step === 'gif') return { ...session, gif: true };
  if (step === 'captures' && captures) return { ...session, captures: captures.length };
  if (step === 'label' && frame !== undefined) {
    return { ...session, labelled: new Set(session.labelled).add(frame) };
  }
  return session;
};

/** What is done, one phrase a step; empty before the first. */
export const progressOf = ({ gif, captures, labelled }: Session): string[] => [
  ...(gif ? ['gif'] : []),
  ...(captures === undefined ? [] : [count(captures, 'capture')]),
  ...(captures ? [`labels ${labelled.size} of ${captures}`] : []),
];

/** `1 capture`, `2 captures`. */
export const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
