import type { StepDone } from '@video-service/shared/messages';
import type { CodedError } from '@video-service/shared/errors';
import type { LabelStore } from '../stores/label-store.ts';
import type { SessionStore } from '../stores/session-store.ts';

export type LeaveUnlabelledPorts = {
  sessions: Pick<SessionStore, 'addLabelled'>;
  labels: Pick<LabelStore, 'get' | 'label'>;
  publish: (done: StepDone) => Promise<void>;
};

/** Marks a capture as unlabelled, so that its session stops waiting for it. */
export const leaveUnlabelled = async (
  { id, frame }: { id: string; frame: string },
  { sessions, labels, publish }: LeaveUnlabelledPorts,
) => {
  const row = await labels.get(id, frame);
  if (!row) return;
  await labels.label(id, frame, { error: LABELS_FAILED });
  await sessions.addLabelled(id, frame);
  await publish({ id, step: 'label', frame, labels: row.labels ?? [] });
};

/** The error of a capture whose labels did not arrive in time; they may still arrive. */
export const LABELS_FAILED: CodedError = {
  stage: 'labels',
  code: 'LABELS_FAILED',
  message: 'This picture could not be labelled.',
  hint: 'The video’s other pictures are not affected.',
};
