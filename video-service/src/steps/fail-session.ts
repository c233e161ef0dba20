import type { StepDone } from '@video-service/shared/messages';
import type { VideoError } from '@video-service/shared/metadata';
import type { Session } from '@video-service/shared/session';
import type { SessionStore } from '../stores/session-store.ts';

export type FailSessionPorts = {
  sessions: Pick<SessionStore, 'fail'>;
  publish: (done: StepDone) => Promise<void>;
};

/** Records why a session fails and notifies status; a session's first error stays. */
export const failSession = async (session: Session, error: VideoError, ports: FailSessionPorts) => {
  await ports.sessions.fail(session, error);
  await ports.publish({ id: session.id, step: 'failed' });
};
