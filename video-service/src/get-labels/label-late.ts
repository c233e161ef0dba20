import { captureKey } from '@video-service/shared/keys';
import { isPicture, READY } from '../stores/session.ts';
import type { CaptureObject, GetLabelsPorts } from './get-labels.ts';
import { IMAGE_REJECTED } from './image-rejected.ts';

/** Labels a capture of a ready session that was closed without its labels, and has the sweep publish them. */
export const labelLate = async (
  { id, frame, key }: CaptureObject,
  { sessions, labels, detectLabels }: Pick<GetLabelsPorts, 'sessions' | 'labels' | 'detectLabels'>,
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
  // Told even when the labels were there: an earlier try may have died in between.
  await sessions.addRelabelled(id);
  return 'capture labelled late';
};
