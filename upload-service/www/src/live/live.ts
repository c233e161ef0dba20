import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { fetchSession, webSocketAddress } from './api.ts';
import { followSession, type FollowState, type Following } from './follow-session.ts';
import { createLiveSocket } from './live-socket.ts';
import { onReturn } from './wait-for-connection.ts';

const live = createLiveSocket(webSocketAddress);

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
