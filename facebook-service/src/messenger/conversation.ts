import { setTimeout as sleep } from 'node:timers/promises';
import type { Claimed, ClaimStore } from '../stores/claim-store.ts';
import type { GraphApi, OutgoingMessage } from './graph-api.ts';
import { NotSent } from './not-sent.ts';
import type { SendOutcome } from './send-outcome.ts';

const PAUSE_MS = 250;

/** The outcome of a part: the Send API's, or that it was sent before, or that it may have been. */
export type Said = SendOutcome | { result: 'repeated' | 'abandoned' };

/** Sends one part of the answer to a session's person. */
export type Say = (part: string, message: OutgoingMessage) => Promise<Said>;

/** A conversation: `say` would rather lose a part than repeat it, `insist` the other way round. */
export type Conversation = { say: Say; insist: Say };

export type ConversationPorts = {
  claims: ClaimStore;
  graph: Pick<GraphApi, 'send'>;
};

type Person = { id: string; sender: string };

/**
 * Sends each part once per session, however often it is requested. A part is claimed before it is sent, and given back
 * if the Send API definitely did not accept it. Resolves when the part is settled, whichever run sent it, so that
 * consecutive parts arrive in order.
 *
 * If a sender crashes or the Send API does not answer, nobody knows whether the part was sent: it stays claimed and counts
 * as abandoned. A part among several is then skipped, because the person has the others; an answer with a single part is
 * sent, perhaps a second time.
 */
export const converse = (person: Person, ports: ConversationPorts): Conversation => ({
  say: async (part, message) => {
    const claimed = await whenOver(() => ports.claims.claim(person.id, part));
    if (claimed === 'won') return send(person, part, message, ports);
    return { result: claimed === 'abandoned' ? 'abandoned' : 'repeated' };
  },

  insist: async (part, message) => {
    const claimed = await whenOver(() => ports.claims.takeOver(person.id, part));
    if (claimed !== 'won') return { result: 'repeated' };
    return send(person, part, message, { ...ports, graph: { send: sendSurely(ports.graph) } });
  },
});

const send = async (
  { id, sender }: Person,
  part: string,
  message: OutgoingMessage,
  { claims, graph }: ConversationPorts,
): Promise<SendOutcome> => {
  try {
    const outcome = await graph.send(sender, message);
    if (outcome.result !== 'unknown') await claims.settle(id, part);
    return outcome;
  } catch (error) {
    if (error instanceof NotSent) await claims.release(id, part);
    throw error;
  }
};

// A part that may have been sent counts as not sent.
const sendSurely =
  ({ send }: ConversationPorts['graph']): GraphApi['send'] =>
  async (sender, message) => {
    const outcome = await send(sender, message);
    if (outcome.result === 'unknown') throw new NotSent('the Send API did not respond');
    return outcome;
  };

const whenOver = async (claim: () => Promise<Claimed>) => {
  let claimed = await claim();
  while (claimed === 'pending') {
    await sleep(PAUSE_MS);
    claimed = await claim();
  }
  return claimed;
};
