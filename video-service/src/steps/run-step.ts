import { InvalidInput } from '@video-service/shared/errors';
import type { SourceVideo } from '@video-service/shared/messages';
import { isSourceOf, PROCESSING, type Session } from '@video-service/shared/session';
import type { SessionStore } from '../stores/session-store.ts';
import { failSession, type FailSessionPorts } from './fail-session.ts';

export type RunStepPorts = FailSessionPorts & {
  sessions: Pick<SessionStore, 'get' | 'fail'>;
};

/**
 * Runs a step of an open session. Does nothing for a session that is finished, deleted or failing, or that renders
 * another object of the same key: a late delivery costs nothing. An invalid video fails its session at once.
 */
export const runStep = async <Outcome extends string>(
  work: SourceVideo | { id: string },
  ports: RunStepPorts,
  step: (session: Session) => Promise<Outcome>,
) => {
  const session = await ports.sessions.get(work.id);
  if (session?.status !== PROCESSING) return 'session is closed';
  if ('bucket' in work && !isSourceOf(session, work)) return 'session is taken';
  if (session.error) {
    // Reported again: the run that recorded it may have crashed before.
    await ports.publish({ id: session.id, step: 'failed' });
    return 'session has failed';
  }
  try {
    return await step(session);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    await failSession(session, error.details, ports);
    return 'invalid video';
  }
};
