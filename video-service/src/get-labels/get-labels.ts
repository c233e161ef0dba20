import { captureKey } from '@video-service/shared/keys';
import type { StepDone } from '@video-service/shared/messages';
import { runStep, type RunStepPorts } from '../steps/run-step.ts';
import type { Labelling } from '../stores/label-row.ts';
import type { LabelStore } from '../stores/label-store.ts';
import type { Session } from '../stores/session.ts';
import type { SessionStore } from '../stores/session-store.ts';

export type GetLabelsPorts = RunStepPorts & {
  sessions: Pick<SessionStore, 'get' | 'fail' | 'addLabelled'>;
  labels: Pick<LabelStore, 'get' | 'label'>;
  detectLabels: (key: string) => Promise<Labelling>;
  publish: (done: StepDone) => Promise<void>;
};

/** A PNG in the source bucket: a frame of a session. */
export type CaptureObject = { id: string; frame: string; key: string };

/** Labels a capture, unless it is labelled already, and tells status. */
export const getLabels = (capture: CaptureObject, ports: GetLabelsPorts) =>
  runStep(capture.id, ports, async (session) => {
    const { id, frame } = capture;
    const labels = await labelsOf(capture, session, ports);
    if (!labels) return 'not a capture';
    await ports.sessions.addLabelled(id, frame);
    await ports.publish({ id, step: 'label', frame, labels });
    return 'capture labelled';
  });

// Undefined for a picture that is none of the session's captures: nobody pays for what is just lying there.
const labelsOf = async (
  { id, frame, key }: CaptureObject,
  { source }: Session,
  { labels, detectLabels }: GetLabelsPorts,
) => {
  const row = await labels.get(id, frame);
  if (!row || row.sameAs || key !== captureKey(id, source.key, frame)) return undefined;
  // Looked up before it is paid for.
  if (row.labels || row.error) return row.labels ?? [];
  const labelling = await detectLabels(key);
  await labels.label(id, frame, labelling);
  return 'labels' in labelling ? labelling.labels : [];
};
