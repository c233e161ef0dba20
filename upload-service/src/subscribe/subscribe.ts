import type { Refusal } from '@video-service/shared/http';
import * as v from 'valibot';
import type { Socket } from '../live/socket-adapter.ts';
import type { ConnectionStore, Subscribed } from '../stores/connection-store.ts';
import type { DeletionStore } from '../stores/deletion-store.ts';
import type { SessionStore } from '../stores/session-store.ts';
import { LIBRARY } from '#api/session-view';

export type SubscribePorts = {
  sessions: Pick<SessionStore, 'get'>;
  deletions: Pick<DeletionStore, 'get'>;
  connections: Pick<ConnectionStore, 'subscribe' | 'unsubscribe' | 'isOwner'>;
  socket: Socket;
};

const Message = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    action: v.picklist(['subscribe', 'unsubscribe']),
    session: v.union([v.literal(LIBRARY), v.pipe(v.string(), v.uuid(), v.toLowerCase())]),
  }),
);

/**
 * Subscribes a connection to a session or, for the owner, to the library, or ends the subscription. A refused
 * subscription leaves the connection open; an invalid message closes it, with the reason.
 */
export const subscribe = async (
  { connectionId, body }: { connectionId: string; body: string | undefined },
  ports: SubscribePorts,
): Promise<boolean> => {
  const message = v.safeParse(Message, body);
  if (!message.success) {
    if (await ports.socket.send(connectionId, NOT_UNDERSTOOD))
      await ports.socket.close(connectionId);
    return false;
  }
  const { action, session } = message.output;
  if (action === 'unsubscribe') {
    await ports.connections.unsubscribe(connectionId, session);
    return true;
  }
  const refusal = await trySubscribe(connectionId, session, ports);
  if (refusal) await ports.socket.send(connectionId, { ...refusal, session });
  return !refusal;
};

const trySubscribe = async (
  connectionId: string,
  session: string,
  ports: SubscribePorts,
): Promise<Refusal | undefined> => {
  if (!(await mayListen(connectionId, session, ports))) return UNKNOWN_SESSION;
  const outcome = await ports.connections.subscribe(connectionId, session);
  // Checked last, so that no subscription outlives its video.
  if (session !== LIBRARY && (await ports.deletions.get(session))) {
    await ports.connections.unsubscribe(connectionId, session);
    return UNKNOWN_SESSION;
  }
  return outcome === 'subscribed' ? undefined : REFUSALS[outcome];
};

// Only their senders know the ids of the page's sessions; the owner can subscribe to everything.
const mayListen = async (
  connectionId: string,
  session: string,
  { sessions, deletions, connections }: SubscribePorts,
) => {
  if (session !== LIBRARY && (await sessions.get(session))) return true;
  if (!(await connections.isOwner(connectionId))) return false;
  return session === LIBRARY || !(await deletions.get(session));
};

const NOT_UNDERSTOOD: Refusal = {
  code: 'INVALID_MESSAGE',
  message: 'The message is invalid.',
  hint: 'Send {"action": "subscribe", "session": "…"} with a session id.',
};
const UNKNOWN_SESSION: Refusal = {
  code: 'UNKNOWN_SESSION',
  message: 'The session does not exist, or its results have expired.',
  hint: 'Use the session id that was returned with the upload.',
};
const REFUSALS: Record<Exclude<Subscribed, 'subscribed'>, Refusal> = {
  'too-many-sessions': {
    code: 'TOO_MANY_SESSIONS',
    message: 'This connection has too many subscriptions.',
    hint: 'Unsubscribe from another session, or request this one with GET /metadata/{id}.',
  },
  'too-many-listeners': {
    code: 'TOO_MANY_LISTENERS',
    message: 'This session has too many subscribers.',
    hint: 'Request the session with GET /metadata/{id} instead.',
  },
};
