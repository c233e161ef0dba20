import type { VideoError } from '@video-service/shared/metadata';
import { failSession, type FailSessionPorts } from '../steps/fail-session.ts';
import type { LabelStore } from '../stores/label-store.ts';
import type { SessionStore } from '../stores/session-store.ts';
import type { FailedWork } from './failed-work.ts';

export type RecordFailurePorts = FailSessionPorts & {
  sessions: Pick<SessionStore, 'open' | 'fail' | 'addLabelled'>;
  labels: Pick<LabelStore, 'get' | 'label'>;
};

/**
 * Records that a step was given up: a capture goes without labels, any other step fails its session, so that
 * nobody waits for what will never come.
 */
export const recordFailure = async (failed: FailedWork, ports: RecordFailurePorts) => {
  const { step } = failed;
  if (step === 'get-labels') return leaveUnlabelled(failed, ports);
  // Nobody else will: a video whose session could not be opened would be lost without a word.
  if (step === 'create-session') await ports.sessions.open(failed.video);
  const id = step === 'create-session' ? failed.video.id : failed.id;
  await failSession(id, ERRORS[step], ports);
};

const leaveUnlabelled = async (
  { id, frame }: { id: string; frame: string },
  { sessions, labels, publish }: RecordFailurePorts,
) => {
  const row = await labels.get(id, frame);
  if (!row) return;
  await labels.label(id, frame, { error: ERRORS['get-labels'] });
  await sessions.addLabelled(id, frame);
  await publish({ id, step: 'label', frame, labels: row.labels ?? [] });
};

const HINT = 'Try again in a while; if it fails again, the operator finds the reason in the logs.';

const ERRORS: Record<FailedWork['step'], VideoError> = {
  'create-session': {
    stage: 'session',
    code: 'SESSION_FAILED',
    message: 'The rendering could not be started.',
    hint: HINT,
  },
  'create-gif': {
    stage: 'gif',
    code: 'GIF_FAILED',
    message: 'The preview could not be made.',
    hint: HINT,
  },
  'create-captures': {
    stage: 'captures',
    code: 'CAPTURES_FAILED',
    message: 'The key frames could not be cut out.',
    hint: HINT,
  },
  'get-labels': {
    stage: 'labels',
    code: 'LABELS_FAILED',
    message: 'This picture could not be labelled.',
    hint: 'The other pictures of the video are not affected.',
  },
  status: {
    stage: 'status',
    code: 'STATUS_FAILED',
    message: 'The results could not be put together.',
    hint: HINT,
  },
};
