import type { SessionStore } from '../stores/session-store.ts';
import type { GraphApi, OutgoingMessage, SendOutcome } from './graph-api.ts';
import { NotSent } from './not-sent.ts';

/** Says one part of the answer to a session's person. */
export type Say = (
  part: string,
  message: OutgoingMessage,
) => Promise<SendOutcome | { result: 'repeated' }>;

export type ConversationPorts = {
  sessions: Pick<SessionStore, 'claim' | 'release'>;
  graph: Pick<GraphApi, 'send'>;
};

/**
 * Says each part at most once a session, however often it is asked to: a part is claimed before it is sent,
 * and given back only when the Send API surely did not take it.
 */
export const converse =
  ({ id, sender }: { id: string; sender: string }, { sessions, graph }: ConversationPorts): Say =>
  async (part, message) => {
    if (!(await sessions.claim(id, part))) return { result: 'repeated' };
    try {
      return await graph.send(sender, message);
    } catch (error) {
      if (error instanceof NotSent) await sessions.release(id, part);
      throw error;
    }
  };
