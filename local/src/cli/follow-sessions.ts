import path from 'node:path/posix';
import type { Metadata } from '@video-service/shared/metadata';
import { advance, newSession, type Session } from './session.ts';
import type { SessionEvent } from './session-events.ts';

export type FollowPorts = {
  /** Shows the progress of a session. */
  show: (session: Session) => void;
  /** Called when a session has ended. */
  finish: (session: Session, metadata: Metadata) => void;
  /** Called when no session is open any more. */
  settle: () => void;
  readMetadata: (id: string) => Promise<Metadata>;
  onError: (error: unknown) => void;
};

export type Follower = ReturnType<typeof followSessions>;

/** Follows sessions from their upload to their metadata.json; repeated and late events change nothing. */
export const followSessions = (ports: FollowPorts) => {
  const open = new Map<string, Session>();
  const ended = new Set<string>();

  const put = (session: Session) => {
    open.set(session.id, session);
    ports.show(session);
  };

  const end = async (id: string) => {
    const metadata = await ports.readMetadata(id);
    const session = open.get(id) ?? newSession(id, path.basename(metadata.video), Date.now());
    open.delete(id);
    ports.finish(session, metadata);
    if (open.size === 0) ports.settle();
  };

  return {
    /** Continues with a session that an earlier run left open. */
    resume: put,

    handle: (event: SessionEvent): void => {
      const { id, type } = event;
      const session = open.get(id);
      if (ended.has(id)) return;
      if (type === 'finished') {
        ended.add(id);
        end(id).catch(ports.onError);
      } else if (type === 'step') {
        if (session) put(advance(session, event));
      } else if (!session) {
        put(newSession(id, path.basename(event.key), Date.now()));
      }
    },

    isSettled: () => open.size === 0,
  };
};
