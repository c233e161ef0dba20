import * as v from 'valibot';
import { StepView } from '../../../src/view/session-view.ts';
import { backoffMs } from './backoff.ts';

/** What happens to a follower: a step came, or the socket (again) tells of its session from now on. */
export type Follower = { onStep: (step: StepView) => void; onConnected: () => void };

export type LiveSocket = ReturnType<typeof createLiveSocket>;

const Message = v.pipe(v.string(), v.parseJson(), StepView);

/**
 * One WebSocket for all sessions the page follows. It is open while somebody follows, and opened again,
 * ever later, when it breaks.
 */
export const createLiveSocket = (url: string, Socket: typeof WebSocket = WebSocket) => {
  const followers = new Map<string, Set<Follower>>();
  let socket: WebSocket | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;

  const subscribe = (session: string) => {
    socket?.send(JSON.stringify({ action: 'subscribe', session }));
    for (const follower of followers.get(session) ?? []) follower.onConnected();
  };

  const open = () => {
    retry = undefined;
    const opened = new Socket(url);
    socket = opened;
    opened.addEventListener('open', () => {
      attempt = 0;
      for (const session of followers.keys()) subscribe(session);
    });
    opened.addEventListener('message', ({ data }) => {
      const message = v.safeParse(Message, data);
      if (!message.success) return;
      for (const follower of followers.get(message.output.session) ?? [])
        follower.onStep(message.output);
    });
    opened.addEventListener('close', () => {
      if (socket !== opened) return;
      socket = undefined;
      if (followers.size > 0) retry = setTimeout(open, backoffMs(attempt++));
    });
  };

  const close = () => {
    clearTimeout(retry);
    retry = undefined;
    const closing = socket;
    socket = undefined;
    closing?.close();
  };

  return {
    isOpen: () => socket?.readyState === Socket.OPEN,

    /** Tells the follower of its session until the returned function is called. */
    follow(session: string, follower: Follower): () => void {
      const others = followers.get(session);
      followers.set(session, new Set([...(others ?? []), follower]));
      if (!socket && !retry) open();
      else if (this.isOpen() && !others) subscribe(session);
      return () => {
        const rest = [...(followers.get(session) ?? [])].filter((each) => each !== follower);
        if (rest.length > 0) followers.set(session, new Set(rest));
        else followers.delete(session);
        if (followers.size === 0) close();
      };
    },
  };
};
