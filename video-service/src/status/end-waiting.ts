import type { SourceVideo } from '@video-service/shared/messages';
import { LABELS_FAILED } from '../steps/leave-unlabelled.ts';
import type { LabelStore } from '../stores/label-store.ts';
import { isPicture, missingIn, type Session } from '../stores/session.ts';
import type { SessionStore } from '../stores/session-store.ts';
import { timedOut } from './timed-out.ts';

export type EndWaitingPorts = {
  sessions: Pick<SessionStore, 'fail' | 'addLabelled' | 'markRestarted'>;
  labels: Pick<LabelStore, 'list' | 'label'>;
  startRender: (video: SourceVideo) => Promise<void>;
  /** Whether captures of any video still wait to be labelled. */
  capturesWait: () => Promise<boolean>;
  /** Without progress for so long, the rendering is started once more, and labels are no longer waited for. */
  patienceSeconds: number;
  /** Without progress for so long, the session fails. */
  deadlineSeconds: number;
  now: () => number;
};

/** Ends what a session waits for in vain: a lost start is made up for, captures go without labels, or it fails. */
export const endWaiting = async (session: Session, ports: EndWaitingPorts): Promise<void> => {
  const missing = missingIn(session);
  const idle = idleSeconds(session, ports.now());
  if (session.error || !missing || idle <= ports.patienceSeconds) return;
  if (missing === 'labels') return endLabels(session, ports);
  if (!session.restarted) return startAgain(session, ports);
  if (idle > ports.deadlineSeconds) await ports.sessions.fail(session, timedOut(missing));
};

/** How long ago something happened in the session. */
export const idleSeconds = ({ createdAt, updatedAt = createdAt }: Session, now: number) =>
  (now - Date.parse(updatedAt)) / 1000;

// First told, then marked: steps that are done or under way lose nothing by a second start.
const startAgain = async ({ id, source }: Session, { sessions, startRender }: EndWaitingPorts) => {
  const { bucket, key, size, etag } = source;
  await startRender({ id, bucket, key, size, ...(etag !== undefined && { etag }) });
  await sessions.markRestarted(id);
};

// While any captures wait, these may be among them: a backlog costs no video its labels.
const endLabels = async (session: Session, ports: EndWaitingPorts) => {
  const { id, labelled } = session;
  if (await ports.capturesWait()) return;
  const rows = await ports.labels.list(id);
  const unlabelled = rows.filter((row) => isPicture(session, row) && !labelled.has(row.frame));
  for (const { frame } of unlabelled) {
    await ports.labels.label(id, frame, { error: LABELS_FAILED });
    await ports.sessions.addLabelled(id, frame);
  }
  // An earlier version counted captures of which there is no row.
  if (unlabelled.length === 0) await ports.sessions.fail(session, timedOut('labels'));
};
