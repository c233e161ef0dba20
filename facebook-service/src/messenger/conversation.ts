import { setTimeout as sleep } from 'node:timers/promises';
import type { Claimed, ClaimStore } from '../stores/claim-store.ts';
import type { GraphApi, OutgoingMessage } from './graph-api.ts';
import { NotSent } from './not-sent.ts';
import type { SendOutcome } from './send-outcome.ts';

const PAUSE_MS = 250;

/** Says one part of the answer to a session's person. */
export type Say = (
  part: string,
  message: OutgoingMessage,
) => Promise<SendOutcome | { result: 'repeated' }>;

export type ConversationPorts = {
  claims: ClaimStore;
  graph: Pick<GraphApi, 'send'>;
};

/**
 * Says each part at most once a session, however often it is asked to: a part is claimed before it is sent,
 * and given back only when the Send API surely did not take it. Resolves when the part is over, whoever said
 * it, so that parts said one after the other come in that order.
 */
export const converse =
  ({ id, sender }: { id: string; sender: string }, { claims, graph }: ConversationPorts): Say =>
  async (part, message) => {
    if (!(await wins(() => claims.claim(id, part)))) return { result: 'repeated' };
    try {
      const outcome = await graph.send(sender, message);
      await claims.settle(id, part);
      return outcome;
    } catch (error) {
      if (error instanceof NotSent) await claims.release(id, part);
      throw error;
    }
  };

const wins = async (claim: () => Promise<Claimed>) => {
  let claimed = await claim();
  while (claimed === 'pending') {
    await sleep(PAUSE_MS);
    claimed = await claim();
  }
  return claimed === 'won';
};
