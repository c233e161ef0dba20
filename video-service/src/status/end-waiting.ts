import type { SourceVideo } from '@video-service/shared/messages';
import { LABELS_FAILED } from '../steps/leave-unlabelled.ts';
import type { LabelStore } from '../stores/label-store.ts';
import { isPicture, missingIn, type Session } from '@video-service/shared/session';
import type { SessionStore } from '../stores/session-store.ts';
import { timedOut } from './timed-out.ts';

export type EndWaitingPorts = {
  sessions: Pick<SessionStore, 'fail' | 'addLabelled' | 'markRestarted'>;
  labels: Pick<LabelStore, 'list' | 'label'>;
  startRender: (video: SourceVideo) => Promise<void>;
  /** Whether captures of any video are still waiting to be labelled. */
  capturesWait: () => Promise<boolean>;
  /** After this long without progress, rendering is restarted once, and labels are no longer waited for. */
  patienceSeconds: number;
  /** After this long without progress, the session fails. */
  deadlineSeconds: number;
  now: () => number;
};

/** Ends a session's futile wait: restarts a lost rendering, skips missing labels, or fails the session. */
export const endWaiting = async (session: Session, ports: EndWaitingPorts): Promise<void> => {
  const missing = missingIn(session);
  const idle = idleSeconds(session, ports.now());
  if (session.error || !missing || idle <= ports.patienceSeconds) return;
  if (missing === 'labels') return endLabels(session, ports);
  if (!session.restarted) return startAgain(session, ports);
  if (idle > ports.deadlineSeconds) await ports.sessions.fail(session, timedOut(missing));
};

/** How long ago the session last made progress. */
export const idleSeconds = ({ createdAt, updatedAt = createdAt }: Session, now: number) =>
  (now - Date.parse(updatedAt)) / 1000;

// Published first, then marked: a second start does not affect steps that are done or running.
const startAgain = async ({ id, source }: Session, { sessions, startRender }: EndWaitingPorts) => {
  const { bucket, key, size, etag } = source;
  await startRender({ id, bucket, key, size, ...(etag !== undefined && { etag }) });
  await sessions.markRestarted(id);
};

// As long as any captures are waiting, these may be among them: a backlog costs no video its labels.
const endLabels = async (session: Session, ports: EndWaitingPorts) => {
  const { id, labelled } = session;
  if (await ports.capturesWait()) return;
  const rows = await ports.labels.list(id);
  const unlabelled = rows.filter((row) => isPicture(session, row) && !labelled.has(row.frame));
  for (const { frame } of unlabelled) {
    await ports.labels.label(id, frame, { error: LABELS_FAILED });
    await ports.sessions.addLabelled(id, frame);
  }
  // An earlier version counted captures without rows.
  if (unlabelled.length === 0) await ports.sessions.fail(session, timedOut('labels'));
};
