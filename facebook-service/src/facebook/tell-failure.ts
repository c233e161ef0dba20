import type { Say } from '../messenger/conversation.ts';
import type { Incoming } from '../messenger/incoming.ts';
import { failureText, NOT_FETCHED } from '../messenger/texts.ts';
import type { SessionStore } from '../stores/session-store.ts';

export type TellFailurePorts = {
  sessions: Pick<SessionStore, 'open'>;
  conversation: (incoming: Incoming) => Say;
};

/** Tells the person that their video was not fetched, after every try has failed. */
export const tellFailure = async (incoming: Incoming, ports: TellFailurePorts): Promise<void> => {
  const { stored } = await ports.sessions.open(incoming);
  if (incoming.kind !== 'video' || stored) return;
  await ports.conversation(incoming)('failure', { text: failureText(NOT_FETCHED) });
};
