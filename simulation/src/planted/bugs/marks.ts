import type { Bug } from './bug.ts';

const SETTLE = 'video-service/src/status/settle-session.ts';
const CAPTURES = 'video-service/src/create-captures/create-captures.ts';

/** A mark is set before its effect, or two effects are in the wrong order. */
export const MARKS: Record<string, Bug> = {
  'closed-before-published': {
    file: SETTLE,
    right:
      'const status = await publishOutcome(session, ports);\n  await ports.sessions.close(session, status);',
    wrong:
      'const status = session.error ? -1 : READY;\n  await ports.sessions.close(session, status);\n  await publishOutcome(session, ports);',
  },
  'gif-marked-before-put': {
    file: 'video-service/src/create-gif/create-gif.ts',
    right: "await ports.renders.put(key, { body: gif, contentType: 'image/gif' });",
    wrong:
      "await ports.sessions.addGif(video.id, key, {});\n  await ports.renders.put(key, { body: gif, contentType: 'image/gif' });",
  },
  'captures-marked-before-put': {
    file: CAPTURES,
    right: 'await pMap(captures, (capture) => labels.add(id, capture)',
    wrong:
      'await sessions.addCaptures(session, { pictures: pictures.map(({ frame }) => frame), facts, watched, recording });\n  await pMap(captures, (capture) => labels.add(id, capture)',
  },
  'video-marked-as-stored-before-it-is': {
    file: 'facebook-service/src/download/download.ts',
    right: "if (session.stored) return 'repeated';",
    wrong:
      "if (session.stored) return 'repeated';\n  await ports.sessions.markStored(incoming.id);",
  },
  'buried-last': {
    file: 'video-service/src/delete-video/delete-video.ts',
    right: 'await deleteTraces(await ports.tombstones.bury(id, key), ports);',
    wrong:
      'await deleteTraces({ id, deleted: true, ...(key && { source: { key } }) }, ports);\n  await ports.tombstones.settle({ id, deleted: true });',
    byDeletions: true,
  },
  'subscription-removed-before-it-is-unlisted': {
    file: 'upload-service/src/stores/connection-store.ts',
    right:
      'await applied(db.send(new UpdateCommand(removeSession(TableName, connectionId, session))));',
    wrong:
      'await remove(ofSubscription(session, connectionId));\n      await applied(db.send(new UpdateCommand(removeSession(TableName, connectionId, session))));',
    byDeletions: true,
  },
  'leftovers-of-crashed-runs-kept': {
    file: 'upload-service/src/library/delete-entry.ts',
    right: 'await removeEntries(await library.bury(id), library);',
    wrong:
      'for (const each of await library.bury(id)) await library.removePostings(postingsOf(each));',
    byDeletions: true,
  },
  'said-before-claimed': {
    file: 'facebook-service/src/messenger/conversation.ts',
    right: "if (outcome.result !== 'unknown') await claims.settle(id, part);",
    wrong: 'await claims.release(id, part);',
  },
};
