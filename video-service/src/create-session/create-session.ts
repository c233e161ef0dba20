import type { Deletion } from '@video-service/shared/deletions';
import type { SourceVideo } from '@video-service/shared/messages';
import { isSourceOf, PROCESSING, type Session } from '@video-service/shared/session';
import type { SessionStore } from '../stores/session-store.ts';
import { unlessDeleted } from '../stores/tombstone-store.ts';

export type CreateSessionPorts = {
  sessions: Pick<SessionStore, 'open' | 'restart'>;
  startRender: (video: SourceVideo) => Promise<void>;
  /** Requests the deletion of a video again. */
  deleteAgain: (deletion: Deletion) => Promise<void>;
};

/**
 * Opens a session for an uploaded video and starts the renderers. A session renders one object: of several stored at
 * its key, the first that is not empty.
 */
export const createSession = async (video: SourceVideo, ports: CreateSessionPorts) => {
  const session = await unlessDeleted(ports.sessions.open(video));
  if (!session) {
    // It arrived after its deletion: through an unfinished upload, or an upload link used late.
    await ports.deleteAgain({ kind: 'delete', id: video.id, key: video.key, by: 'storage' });
    return 'video was deleted';
  }
  if (isEmptyUploadOf(session, video) && (await ports.sessions.restart(video)))
    return start(video, ports);
  // The next delivery finds a restarted session; a run that lost a race against its twin has nothing to do.
  if (!isSourceOf(session, video)) return 'session is taken';
  if (session.status !== PROCESSING) return 'session is closed';
  return start(video, ports);
};

const start = async (video: SourceVideo, { startRender }: CreateSessionPorts) => {
  // Start rendering even if the session exists: an earlier try may have crashed in between.
  await startRender(video);
  return 'render started';
};

const isEmptyUploadOf = ({ source }: Session, { bucket, key, size }: SourceVideo) =>
  source.bucket === bucket && source.key === key && source.size === 0 && size > 0;
