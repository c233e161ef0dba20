import type { Bug } from './bug.ts';

const DELETE = 'video-service/src/delete-video/delete-video.ts';

/** Something is not done, not retried, or not checked. */
export const OMISSIONS: Record<string, Bug> = {
  'pays-without-looking': {
    file: 'video-service/src/get-labels/get-labels.ts',
    right: 'if (row.labels || row.error?.code === IMAGE_REJECTED.code) return row.labels ?? [];',
    wrong: '',
  },
  'late-labels-not-listed': {
    file: 'video-service/src/get-labels/label-late.ts',
    right: 'await sessions.addRelabelled(id);',
    wrong: '',
  },
  'late-labels-not-published': {
    file: 'video-service/src/status/sweep-sessions.ts',
    right: 'if (session.status === READY) return reviseSession(session, ports);',
    wrong: '',
  },
  'failed-message-taken-for-done': {
    file: 'shared/src/queue.ts',
    right: 'return [{ itemIdentifier: messageId }];',
    wrong: 'return [];',
  },
  'failed-event-taken-for-done': {
    file: 'shared/src/events.ts',
    right: 'if (reasons.length === 1) throw reasons[0];',
    wrong: '',
  },
  'lost-start-not-repeated': {
    file: 'video-service/src/status/end-waiting.ts',
    right: 'await startRender({ id, bucket, key, size, ...(etag !== undefined && { etag }) });',
    wrong: '',
  },
  'given-up-step-not-recorded': {
    file: 'video-service/src/record-failure/record-failure.ts',
    right:
      'if (session && isSourceOf(session, video)) await failSession(session, ERRORS[step], ports);',
    wrong: '',
  },
  'captures-not-deleted': {
    file: DELETE,
    right: 'await source.deleteUnder(`captures/${id}/`);',
    wrong: '',
  },
  'deletes-another-video-at-the-key': {
    file: DELETE,
    right: 'await source.deleteContent(video.key, video.etag);',
    wrong: 'await source.deleteContent(video.key, undefined);',
    byDeletions: true,
  },
  'late-upload-of-deleted-video-kept': {
    file: 'video-service/src/create-session/create-session.ts',
    right:
      "await ports.deleteAgain({ kind: 'delete', id: video.id, key: video.key, by: 'storage' });",
    wrong: '',
    byDeletions: true,
  },
  'labels-not-deleted': {
    file: DELETE,
    right: 'await labels.deleteAll(id);',
    wrong: '',
    byDeletions: true,
  },
  'previews-not-deleted': {
    file: DELETE,
    right: 'await renders.deleteUnder(`${id}/`);',
    wrong: '',
    byDeletions: true,
  },
  'tombstones-never-settled': {
    file: DELETE,
    right: 'await ports.tombstones.settle(tombstone);',
    wrong: '',
  },
  'removed-object-not-followed': {
    file: 'video-service/src/delete-video/follow-removal.ts',
    right: "await order({ kind: 'delete', id, key, by: 'storage' });",
    wrong: '',
  },
  'postings-of-deleted-video-kept': {
    file: 'upload-service/src/library/delete-entry.ts',
    right: ')) await library.removePostings(postingsOf(entry));',
    wrong: ')) postingsOf(entry);',
  },
  'steps-of-deleted-video-kept': {
    file: 'upload-service/src/forget-video/forget-video.ts',
    right: 'await steps.deleteAll(id);',
    wrong: '',
  },
  'deletion-without-receipt': {
    file: 'upload-service/src/forget-video/forget-video.ts',
    right: "await deletions.note(id, 'upload-service', new Date(now()).toISOString());",
    wrong: '',
  },
  'given-up-request-opens-a-session': {
    file: 'facebook-service/src/facebook/failures/tell-failure.ts',
    right: "if (incoming.kind !== 'video' || !(await ports.isOurs(incoming.page))) return;",
    wrong: 'if (!(await ports.isOurs(incoming.page))) return;',
  },
  'where-overlooks-ids-in-letters': {
    file: 'shared/src/where/gather-facts.ts',
    right: 'body.includes(id) || (key !== undefined && namesKey(body, key))',
    wrong: 'key !== undefined && namesKey(body, key)',
  },
  'where-does-not-count-letters': {
    file: 'shared/src/where/bank-reader.ts',
    right: 'const counts = await Promise.all(deadLetters.map(countIn));',
    wrong: 'const counts = await Promise.all(deadLetters.slice(1).map(countIn));',
  },
};
