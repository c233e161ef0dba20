import type { LabelRow } from '../../../video-service/src/stores/label-row.ts';
import type { Session } from '../../../video-service/src/stores/session.ts';

/** A step that was given up and waits for a replay. */
export type GivenUp = { id: string; step: string; reason: string; at: string };

/** What the tables, buckets and queues know of one video. What may not be read is undefined, and named in `unread`. */
export type Facts = {
  id: string;
  key?: string | undefined;
  now: number;
  session?: Session | undefined;
  /** Whether the sweep looks at it: it is not finished, or has labels that are not published. */
  isListed?: boolean | undefined;
  /** When it was deleted; undefined for a tombstone that is settled. */
  tombstone?: { deletedAt?: string | undefined } | undefined;
  captures: LabelRow[];
  object?: { at: string; isAnother: boolean } | 'gone' | undefined;
  published?: { status: 1 | -1; revision: number; at: string } | undefined;
  /** How many messages there are, of any video. */
  waiting?: { sessions: number; captures: number } | undefined;
  givenUp: GivenUp[];
  page?: { status: number; revision?: number | undefined } | 'deleted' | undefined;
  library?: { state: string; revision: number } | 'deleted' | undefined;
  /** The parts of the answer in Messenger, and whether each is settled. */
  said?: Record<string, boolean> | undefined;
  unread: string[];
};
