import { captureKey } from '@video-service/shared/keys';
import type { StepDone } from '@video-service/shared/messages';
import { runStep, type RunStepPorts } from '../steps/run-step.ts';
import type { LabelStore } from '../stores/label-store.ts';
import { isPicture, missingIn, type Session } from '@video-service/shared/session';
import type { SessionStore } from '../stores/session-store.ts';
import { IMAGE_REJECTED } from './image-rejected.ts';
import { type CaptureObject, labelLate, type LabelLatePorts } from './label-late.ts';

export type GetLabelsPorts = RunStepPorts &
  LabelLatePorts & {
    sessions: Pick<SessionStore, 'get' | 'fail' | 'addLabelled'>;
    labels: Pick<LabelStore, 'get' | 'label' | 'labelLate'>;
    publish: (done: StepDone) => Promise<void>;
  };

/**
 * Labels a capture, unless that is already done, and publishes the step; `status` hears only of a session's last capture.
 * A capture without labels gets them even if its session is closed: the sweep then publishes the next revision.
 */
export const getLabels = async (capture: CaptureObject, ports: GetLabelsPorts) => {
  const outcome = await runStep(capture, ports, (session) => labelOpen(capture, session, ports));
  return outcome === 'session is closed' ? labelLate(capture, ports) : outcome;
};

const labelOpen = async (capture: CaptureObject, session: Session, ports: GetLabelsPorts) => {
  const { id, frame } = capture;
  const labels = await labelsOf(capture, session, ports);
  if (!labels) return 'not a capture';
  const labelled = await ports.sessions.addLabelled(id, frame);
  // The session was closed during the call to Rekognition.
  if (!labelled) return 'session is closed';
  const waiting = missingIn(labelled) !== undefined;
  await ports.publish({ id, step: 'label', frame, labels, ...(waiting && { waiting }) });
  return 'capture labelled';
};

// Undefined for a picture that is not one of the session's captures: nobody pays for stray objects.
const labelsOf = async (
  { id, frame, key }: CaptureObject,
  session: Session,
  { labels, detectLabels }: GetLabelsPorts,
) => {
  const row = await labels.get(id, frame);
  if (!row || !isPicture(session, row) || key !== captureKey(id, session.source.key, frame))
    return undefined;
  // Checked before paying.
  if (row.labels || row.error?.code === IMAGE_REJECTED.code) return row.labels ?? [];
  const labelling = await detectLabels(key);
  if (!('labels' in labelling)) {
    await labels.label(id, frame, labelling);
    return [];
  }
  // An earlier try may have given up on it.
  if (row.error) await labels.labelLate(id, frame, labelling);
  else await labels.label(id, frame, labelling);
  return labelling.labels;
};
