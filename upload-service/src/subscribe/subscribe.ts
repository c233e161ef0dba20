import type { Problem } from '@video-service/shared/http';
import * as v from 'valibot';
import type { Socket } from '../live/socket-adapter.ts';
import type { ConnectionStore } from '../stores/connection-store.ts';
import type { SessionStore } from '../stores/session-store.ts';

export type SubscribePorts = {
  sessions: Pick<SessionStore, 'get'>;
  connections: Pick<ConnectionStore, 'subscribe'>;
  socket: Socket;
};

const Subscribe = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    action: v.literal('subscribe'),
    session: v.pipe(v.string(), v.uuid(), v.toLowerCase()),
  }),
);

/** Subscribes a connection to a session, or says why not and closes it: what else it sends is not wanted. */
export const subscribe = async (
  { connectionId, body }: { connectionId: string; body: string | undefined },
  ports: SubscribePorts,
): Promise<boolean> => {
  const problem = await refusal(connectionId, v.safeParse(Subscribe, body), ports);
  if (problem && (await ports.socket.send(connectionId, problem)))
    await ports.socket.close(connectionId);
  return !problem;
};

const refusal = async (
  connectionId: string,
  message: v.SafeParseResult<typeof Subscribe>,
  { sessions, connections }: SubscribePorts,
): Promise<Problem | undefined> => {
  if (!message.success) return NOT_UNDERSTOOD;
  const { session } = message.output;
  if (!(await sessions.get(session))) return UNKNOWN_SESSION;
  return (await connections.subscribe(connectionId, session)) ? undefined : TOO_MANY;
};

const NOT_UNDERSTOOD = {
  code: 'invalid-message',
  message: 'That message was not understood.',
  hint: 'Send {"action": "subscribe", "session": "…"} with the id of a session.',
};
const UNKNOWN_SESSION = {
  code: 'unknown-session',
  message: 'There is no such session, or its results have expired.',
  hint: 'Use the session that came with the signed URL of the upload.',
};
const TOO_MANY = {
  code: 'too-many-sessions',
  message: 'This connection listens to as many sessions as one may.',
  hint: 'Open another connection.',
};
