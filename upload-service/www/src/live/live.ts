import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { fetchConfig, fetchSession } from './api.ts';
import { followSession, type FollowState, type Following } from './follow-session.ts';
import { createLiveSocket, type LiveSocket } from './live-socket.ts';
import { onReturn } from './wait-for-connection.ts';

let socket: LiveSocket | undefined;

// Without its address there is no socket, and asking goes on. It is only needed for what is being processed.
const live: Pick<LiveSocket, 'follow' | 'tells' | 'count'> = {
  tells: (session) => socket?.tells(session) ?? false,
  count: () => socket?.count() ?? 0,
  follow: (session, follower) => {
    let unfollow: (() => void) | undefined;
    let left = false;
    fetchConfig().then(
      ({ webSocketUrl }) => {
        socket ??= createLiveSocket(webSocketUrl);
        if (!left) unfollow = socket.follow(session, follower);
      },
      () => undefined,
    );
    return () => {
      left = true;
      unfollow?.();
    };
  },
};

/** The links of a session that is shown: when they have to be renewed, and how. */
export type SessionLinks = Pick<Following, 'areLinksOld' | 'renew'>;

/** The session as it is now and as it becomes, and its links. */
export const useSession = (id: string): { state: FollowState; links: SessionLinks } => {
  const [state, setState] = useState<FollowState>({ kind: 'loading' });
  const following = useRef<Following>();
  useEffect(() => {
    following.current = followSession(id, setState, { fetchSession, socket: live, onReturn });
    return () => following.current?.stop();
  }, [id]);
  const links = useMemo<SessionLinks>(
    () => ({
      areLinksOld: () => following.current?.areLinksOld() ?? false,
      renew: async () => following.current?.renew(),
    }),
    [],
  );
  return { state, links };
};
