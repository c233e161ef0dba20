import type { LabelRow } from '../label-row.ts';
import type { Session } from '../session.ts';

/** A step that failed for good and waits for a replay. */
export type GivenUp = { id: string; step: string; reason: string; at: string };

/**
 * What the tables, buckets and queues know about one video. What cannot be read is undefined, and listed in `unread`.
 */
export type Facts = {
  id: string;
  key?: string | undefined;
  now: number;
  /** After how many seconds without progress a session fails. */
  deadlineSeconds: number;
  session?: Session | undefined;
  /** Whether the sweep covers it: it is unfinished, or has unpublished labels. */
  isListed?: boolean | undefined;
  /** When it was deleted; undefined for a settled tombstone. */
  tombstone?: { deletedAt?: string | undefined } | undefined;
  captures: LabelRow[];
  object?: { at: string; isAnother: boolean } | 'gone' | undefined;
  published?: { status: 1 | -1; revision: number; at: string } | undefined;
  /** The number of messages, of any video; of the dead letters only if they are not read. */
  waiting?: { sessions: number; captures: number; deadLetters: number } | undefined;
  givenUp: GivenUp[];
  page?: { status: number; revision?: number | undefined } | 'deleted' | undefined;
  library?: { state: string; revision: number } | 'deleted' | undefined;
  /** The parts of the answer in Messenger, and whether each is settled. */
  said?: Record<string, boolean> | undefined;
  unread: string[];
};
