import type { SourceVideo } from '@video-service/shared/messages';
import { PROCESSING } from '../stores/session.ts';
import type { SessionStore } from '../stores/session-store.ts';

export type CreateSessionPorts = {
  sessions: Pick<SessionStore, 'open'>;
  startRender: (video: SourceVideo) => Promise<void>;
};

/** Opens a session for an uploaded video and tells the renderers to start. */
export const createSession = async (video: SourceVideo, ports: CreateSessionPorts) => {
  const { status, source } = await ports.sessions.open(video);
  if (status !== PROCESSING) return 'session is closed';
  // A key with a session id in it can be used twice; one session renders one video.
  if (source.key !== video.key || source.bucket !== video.bucket) return 'session is taken';
  // Start rendering even if the session exists: an earlier try may have died in between.
  await ports.startRender(video);
  return 'render started';
};
