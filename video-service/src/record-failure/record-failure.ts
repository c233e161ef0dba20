import type { CodedError } from '@video-service/shared/errors';
import { failSession, type FailSessionPorts } from '../steps/fail-session.ts';
import { leaveUnlabelled, type LeaveUnlabelledPorts } from '../steps/leave-unlabelled.ts';
import { isSourceOf } from '@video-service/shared/session';
import type { SessionStore } from '../stores/session-store.ts';
import { unlessDeleted } from '../stores/tombstone-store.ts';
import type { FailedWork } from './failed-work.ts';

export type RecordFailurePorts = FailSessionPorts &
  LeaveUnlabelledPorts & {
    sessions: Pick<SessionStore, 'get' | 'open' | 'fail' | 'addLabelled'>;
  };

/**
 * Records that a step failed for good: a capture stays without labels, and any other step fails its session, so that
 * nobody waits forever. A failed status run fails nothing: the sweep repeats it.
 */
export const recordFailure = async (failed: FailedWork, ports: RecordFailurePorts) => {
  if (failed.step === 'status') return;
  if (failed.step === 'get-labels') return leaveUnlabelled(failed, ports);
  const { step, video } = failed;
  // Without this, a video whose session could not be opened would be lost silently.
  const session =
    step === 'create-session'
      ? await unlessDeleted(ports.sessions.open(video))
      : await ports.sessions.get(video.id);
  if (session && isSourceOf(session, video)) await failSession(session, ERRORS[step], ports);
};

const HINT = 'Try again later. If it fails again, the operator can find the reason in the logs.';

const ERRORS: Record<'create-session' | 'create-gif' | 'create-captures', CodedError> = {
  'create-session': {
    stage: 'session',
    code: 'SESSION_FAILED',
    message: 'Rendering could not be started.',
    hint: HINT,
  },
  'create-gif': {
    stage: 'gif',
    code: 'GIF_FAILED',
    message: 'The preview could not be rendered.',
    hint: HINT,
  },
  'create-captures': {
    stage: 'captures',
    code: 'CAPTURES_FAILED',
    message: 'The captures could not be taken.',
    hint: HINT,
  },
};
