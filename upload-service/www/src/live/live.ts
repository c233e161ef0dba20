import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { LIBRARY } from '#api/session-view';
import { fetchPlace, fetchSession, webSocketAddress } from './api.ts';
import { followPlace, type PlaceState } from './follow-place.ts';
import { followSession, type FollowState, type Following } from './follow-session.ts';
import { createLiveSocket } from './live-socket.ts';
import { onReturn } from './wait-for-connection.ts';

const live = createLiveSocket(webSocketAddress);

/** Calls back when a video is added, changed or removed, and when the socket starts reporting (again). */
export const followLibrary = (onNews: () => void): (() => void) =>
  live.follow(LIBRARY, { onStep: onNews, onConnected: onNews });

/** Whether the socket reports changes of the library; otherwise it must be polled. */
export const tellsLibrary = (): boolean => live.tells(LIBRARY);

/** The links of a displayed session: when and how to renew them. */
export type SessionLinks = Pick<Following, 'areLinksOld' | 'renew'>;

/** The session and its updates, and its links. */
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

/** Where a video is, asked again for each `progress` and until nothing comes next. */
export const usePlace = (id: string, progress: string): PlaceState => {
  const [state, setState] = useState<PlaceState>({ kind: 'loading' });
  useEffect(
    () => followPlace(id, setState, { fetchPlace, isWatched: () => !document.hidden, onReturn }),
    [id, progress],
  );
  return state;
};
