import { setTimeout as sleep } from 'node:timers/promises';
import type { Claimed, ClaimStore } from '../stores/claim-store.ts';
import type { GraphApi, OutgoingMessage } from './graph-api.ts';
import { NotSent } from './not-sent.ts';
import type { SendOutcome } from './send-outcome.ts';

const PAUSE_MS = 250;

/** What became of a part: besides the Send API's answers, that it was said before, or that who began to has died. */
export type Said = SendOutcome | { result: 'repeated' | 'abandoned' };

/** Says one part of the answer to a session's person. */
export type Say = (part: string, message: OutgoingMessage) => Promise<Said>;

/** A conversation: `say` rather leaves a part out than says it twice, `insist` the other way round. */
export type Conversation = { say: Say; insist: Say };

export type ConversationPorts = {
  claims: ClaimStore;
  graph: Pick<GraphApi, 'send'>;
};

type Person = { id: string; sender: string };

/**
 * Says each part once a session, however often it is asked to: a part is claimed before it is sent, and given back
 * when the Send API surely did not take it. Resolves when the part is over, whoever said it, so that parts said one
 * after the other come in that order.
 *
 * Of a part whose sender died, nobody knows whether it was sent. One of several is then left out, for the person has
 * the others; an answer that has one part only is said, perhaps a second time.
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
    await claims.settle(id, part);
    return outcome;
  } catch (error) {
    if (error instanceof NotSent) await claims.release(id, part);
    throw error;
  }
};

// What may have been sent counts as not sent.
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
