import type { Conversation } from '../../messenger/conversation.ts';
import type { Incoming } from '../../messenger/incoming.ts';
import type { IsOurs } from '../../messenger/own-page.ts';
import { failureText, NOT_FETCHED } from '../../messenger/texts.ts';
import type { SessionStore } from '../../stores/session-store.ts';

export type TellFailurePorts = {
  isOurs: IsOurs;
  sessions: Pick<SessionStore, 'open'>;
  conversation: (incoming: Incoming) => Conversation;
};

/** Tells the person that their video could not be fetched, after every try has failed. */
export const tellFailure = async (incoming: Incoming, ports: TellFailurePorts): Promise<void> => {
  // Nothing else was to be fetched, and what Facebook asks for has no session.
  if (incoming.kind !== 'video' || !(await ports.isOurs(incoming.page))) return;
  const session = await ports.sessions.open(incoming);
  if (!session || session.stored) return;
  await ports.conversation(incoming).insist('failure', { text: failureText(NOT_FETCHED) });
};
