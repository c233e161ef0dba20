import { useEffect, useState } from 'preact/hooks';
import { fetchConfig, fetchSession } from './api.ts';
import { followSession, type FollowState } from './follow-session.ts';
import { createLiveSocket, type LiveSocket } from './live-socket.ts';

let socket: Promise<LiveSocket> | undefined;

const openSocket = () => {
  socket ??= fetchConfig()
    .then(({ webSocketUrl }) => createLiveSocket(webSocketUrl))
    .catch((error: unknown) => {
      socket = undefined;
      throw error;
    });
  return socket;
};

// Without its address there is no socket, and asking goes on.
const noSocket: LiveSocket = { isOpen: () => false, follow: () => () => undefined };

/** The session as it is now and as it becomes; `refresh` asks for it anew, with new links. */
export const useSession = (id: string): { state: FollowState; refresh: () => void } => {
  const [state, setState] = useState<FollowState>({ kind: 'loading' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let stop: (() => void) | undefined;
    let left = false;
    void openSocket()
      .catch(() => noSocket)
      .then((live) => {
        if (!left) stop = followSession(id, setState, { fetchSession, socket: live });
      });
    return () => {
      left = true;
      stop?.();
    };
  }, [id, round]);
  return { state, refresh: () => setRound((before) => before + 1) };
};
