import type { StepDone } from '@video-service/shared/messages';
import type { VideoError } from '@video-service/shared/metadata';
import type { SessionStore } from '../stores/session-store.ts';

export type FailSessionPorts = {
  sessions: Pick<SessionStore, 'fail'>;
  publish: (done: StepDone) => Promise<void>;
};

/** Records why a session fails and tells status; the first error of a session stays. */
export const failSession = async (id: string, error: VideoError, ports: FailSessionPorts) => {
  await ports.sessions.fail(id, error);
  await ports.publish({ id, step: 'failed' });
};
