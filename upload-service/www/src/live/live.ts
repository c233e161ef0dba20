import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { LIBRARY } from '#api/session-view';
import { fetchSession, webSocketAddress } from './api.ts';
import { followSession, type FollowState, type Following } from './follow-session.ts';
import { createLiveSocket } from './live-socket.ts';
import { onReturn } from './wait-for-connection.ts';

const live = createLiveSocket(webSocketAddress);

/** Calls when a video comes into the library, changes there or goes, and when that is told (again). */
export const followLibrary = (onNews: () => void): (() => void) =>
  live.follow(LIBRARY, { onStep: onNews, onConnected: onNews });

/** Whether changes of the library are told; otherwise it has to be asked for them. */
export const tellsLibrary = (): boolean => live.tells(LIBRARY);

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
