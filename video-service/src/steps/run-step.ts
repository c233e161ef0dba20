import { InvalidInput } from '@video-service/shared/errors';
import { PROCESSING, type Session } from '../stores/session.ts';
import type { SessionStore } from '../stores/session-store.ts';
import { failSession, type FailSessionPorts } from './fail-session.ts';

export type RunStepPorts = FailSessionPorts & {
  sessions: Pick<SessionStore, 'get' | 'fail'>;
};

/**
 * Does a step of an open session, and nothing for one that is finished, gone or failing: a late delivery
 * costs nothing. A video that turns out to be invalid fails its session at once.
 */
export const runStep = async <Outcome extends string>(
  id: string,
  ports: RunStepPorts,
  step: (session: Session) => Promise<Outcome>,
) => {
  const session = await ports.sessions.get(id);
  if (session?.status !== PROCESSING) return 'session is closed';
  if (session.error) {
    // Told again: whoever recorded it may have died before telling.
    await ports.publish({ id, step: 'failed' });
    return 'session has failed';
  }
  try {
    return await step(session);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    await failSession(id, error.details, ports);
    return 'invalid video';
  }
};
