import { captureKey } from '@video-service/shared/keys';
import type { Labelling } from '@video-service/shared/label-row';
import type { LabelStore } from '../stores/label-store.ts';
import { isPicture, READY } from '@video-service/shared/session';
import type { SessionStore } from '../stores/session-store.ts';
import { IMAGE_REJECTED } from './image-rejected.ts';

/** A PNG in the source bucket: a frame of a session. */
export type CaptureObject = { id: string; frame: string; key: string };

export type LabelLatePorts = {
  sessions: Pick<SessionStore, 'get' | 'addRelabelled'>;
  labels: Pick<LabelStore, 'get' | 'labelLate'>;
  detectLabels: (key: string) => Promise<Labelling>;
};

/** Labels a capture of a ready session that was closed without its labels, and lets the sweep publish them. */
export const labelLate = async (
  { id, frame, key }: CaptureObject,
  { sessions, labels, detectLabels }: LabelLatePorts,
) => {
  const session = await sessions.get(id);
  if (session?.status !== READY) return 'session is closed';
  const row = await labels.get(id, frame);
  if (!row || !isPicture(session, row)) return 'not a capture';
  if (key !== captureKey(id, session.source.key, frame)) return 'not a capture';
  if (row.error?.code === IMAGE_REJECTED.code || (row.labels && !row.late))
    return 'session is closed';
  if (!row.late) {
    const labelling = await detectLabels(key);
    if (!('labels' in labelling)) return 'session is closed';
    await labels.labelLate(id, frame, labelling);
  }
  // Notified even if the labels existed: an earlier try may have crashed in between.
  await sessions.addRelabelled(id);
  return 'capture labelled late';
};
