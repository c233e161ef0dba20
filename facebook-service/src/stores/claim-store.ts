import { randomUUID } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Change, remove, setAt } from '@video-service/shared/dynamodb/changes';
import { applied, type Db } from '@video-service/shared/dynamodb/client';
import {
  all,
  type Condition,
  equals,
  exists,
  missing,
} from '@video-service/shared/dynamodb/conditions';
import { update } from '@video-service/shared/dynamodb/expressions';
import { findSession, type Session } from './session-store.ts';

/** Longer than the timeout of the Send API: a claimer that has not settled by then has crashed. */
const PENDING_MS = 10_000;

// Of a deleted video nothing is said any more.
const isThere = all(exists('id'), missing('deleted'));

/**
 * The outcome of a claim: won; pending, because another run is sending the part; nothing left to send; or abandoned,
 * because the claimer crashed and nobody knows whether the part was sent.
 */
export type Claimed = 'won' | 'pending' | 'done' | 'abandoned';

export type ClaimStore = ReturnType<typeof createClaimStore>;

/**
 * The parts of a session's answer, each sent by the run that claims it. A claim that is not settled within `pendingMs`
 * belongs to a crashed run.
 */
export const createClaimStore = (db: Db, TableName: string, pendingMs = PENDING_MS) => {
  const stateOf = (claim: { by: string }, part: string, session?: Session): Claimed => {
    if (!session) return 'done';
    const held = session.said[part];
    // The SDK retries: after a lost response, our own first try looks like another run's claim.
    if (held?.by === claim.by) return 'won';
    // Given back in between, so it can be claimed again.
    if (!held) return 'pending';
    if (held.settled) return 'done';
    return Date.now() - held.at >= pendingMs ? 'abandoned' : 'pending';
  };

  const changed = (id: string, change: Change, ...conditions: [Condition, ...Condition[]]) =>
    applied(
      db.send(
        new UpdateCommand({ TableName, Key: { id }, ...update([change], all(...conditions)) }),
      ),
    );

  const claim = async (id: string, part: string): Promise<Claimed> => {
    const ours = { by: randomUUID(), at: Date.now() };
    const place = ['said', part];
    const won = await changed(id, setAt(place, ours), isThere, missing(place));
    return won ? 'won' : stateOf(ours, part, await findSession(db, TableName, id));
  };

  return {
    /** 'won' for exactly one caller per part. */
    claim,

    /** Claims a part whose claimer has crashed; 'won' for exactly one caller. */
    async takeOver(id: string, part: string): Promise<Claimed> {
      const ours = { by: randomUUID(), at: Date.now() };
      const session = await findSession(db, TableName, id);
      const held = session?.said[part];
      if (!held || stateOf(ours, part, session) !== 'abandoned') return claim(id, part);
      const won = await changed(
        id,
        setAt(['said', part], ours),
        equals(['said', part, 'by'], held.by),
        missing(['said', part, 'settled']),
      );
      return won ? 'won' : stateOf(ours, part, await findSession(db, TableName, id));
    },

    /** Records that a part was sent, or never will be, even if another run has taken it over meanwhile. */
    async settle(id: string, part: string): Promise<void> {
      const settled = { by: randomUUID(), at: Date.now(), settled: true };
      await changed(id, setAt(['said', part], settled), isThere);
    },

    /** Gives back a part that was not sent, unless somebody else has sent it. */
    async release(id: string, part: string): Promise<void> {
      await changed(id, remove(['said', part]), isThere, missing(['said', part, 'settled']));
    },
  };
};
