import type { Deletion } from '@video-service/shared/deletions';
import type { SourceVideo } from '@video-service/shared/messages';
import { isSourceOf, PROCESSING, type Session } from '../stores/session.ts';
import type { SessionStore } from '../stores/session-store.ts';
import { unlessDeleted } from '../stores/tombstone-store.ts';

export type CreateSessionPorts = {
  sessions: Pick<SessionStore, 'open' | 'restart'>;
  startRender: (video: SourceVideo) => Promise<void>;
  /** Orders the deletion of a video once more. */
  deleteAgain: (deletion: Deletion) => Promise<void>;
};

/**
 * Opens a session for an uploaded video and tells the renderers to start. A session renders one object: of
 * several that are put at its key it is the first that is not empty.
 */
export const createSession = async (video: SourceVideo, ports: CreateSessionPorts) => {
  const session = await unlessDeleted(ports.sessions.open(video));
  if (!session) {
    // It has come after its deletion: an upload that was under way, or an upload link used late.
    await ports.deleteAgain({ kind: 'delete', id: video.id, key: video.key, by: 'storage' });
    return 'video was deleted';
  }
  if (isEmptyUploadOf(session, video) && (await ports.sessions.restart(video)))
    return start(video, ports);
  // A restarted session is found by the next delivery; who lost the race against its twin has nothing to do.
  if (!isSourceOf(session, video)) return 'session is taken';
  if (session.status !== PROCESSING) return 'session is closed';
  return start(video, ports);
};

const start = async (video: SourceVideo, { startRender }: CreateSessionPorts) => {
  // Start rendering even if the session exists: an earlier try may have died in between.
  await startRender(video);
  return 'render started';
};

const isEmptyUploadOf = ({ source }: Session, { bucket, key, size }: SourceVideo) =>
  source.bucket === bucket && source.key === key && source.size === 0 && size > 0;
