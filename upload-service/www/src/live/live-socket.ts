import * as v from 'valibot';
import { StepView } from '#api/session-view';
import { backoffMs } from './backoff.ts';

// The server's limit per connection; the other sessions are polled.
const MAX_SESSIONS = 20;
// A connection that lasts this long counts as successful.
const STEADY_MS = 10_000;

/** An event for a subscriber: a step, or that the socket reports its session (again) from now on. */
export type Follower = { onStep: (step: StepView) => void; onConnected: () => void };

export type LiveSocket = ReturnType<typeof createLiveSocket>;

const Refusal = v.object({ code: v.string(), session: v.string() });
const Message = v.pipe(v.string(), v.parseJson(), v.union([StepView, Refusal]));

/**
 * One WebSocket for the first twenty sessions that the page follows. It is open while there are subscribers, and
 * reopened with growing delays when it breaks, each time with a new address.
 */
export const createLiveSocket = (
  address: () => Promise<string>,
  Socket: typeof WebSocket = WebSocket,
) => {
  const followers = new Map<string, Set<Follower>>();
  const told = new Set<string>();
  const refused = new Set<string>();
  let socket: WebSocket | undefined;
  let opening: Promise<void> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let steady: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;

  const isOpen = () => socket?.readyState === Socket.OPEN;
  const send = (action: 'subscribe' | 'unsubscribe', session: string) =>
    socket?.send(JSON.stringify({ action, session }));

  const subscribe = () => {
    if (!isOpen()) return;
    for (const [session, each] of followers) {
      if (told.size >= MAX_SESSIONS) return;
      if (told.has(session) || refused.has(session)) continue;
      told.add(session);
      send('subscribe', session);
      for (const follower of each) follower.onConnected();
    }
  };

  const receive = (data: unknown) => {
    const message = v.safeParse(Message, data);
    if (!message.success) return;
    const { session } = message.output;
    if ('code' in message.output) {
      told.delete(session);
      refused.add(session);
    } else for (const follower of followers.get(session) ?? []) follower.onStep(message.output);
  };

  const open = () => {
    retry = undefined;
    const asked = address().then(
      (url) => {
        if (opening === asked) connect(url);
      },
      () => {
        if (opening === asked) openLater();
      },
    );
    opening = asked;
  };

  const openLater = () => {
    opening = undefined;
    if (followers.size > 0) retry = setTimeout(open, backoffMs(attempt++));
  };

  const connect = (url: string) => {
    const opened = new Socket(url);
    opening = undefined;
    socket = opened;
    opened.addEventListener('open', () => {
      steady = setTimeout(() => (attempt = 0), STEADY_MS);
      subscribe();
    });
    opened.addEventListener('message', ({ data }) => receive(data));
    opened.addEventListener('close', () => {
      if (socket !== opened) return;
      forget();
      openLater();
    });
  };

  const forget = () => {
    clearTimeout(steady);
    socket = undefined;
    told.clear();
    refused.clear();
  };

  const close = () => {
    clearTimeout(retry);
    retry = undefined;
    opening = undefined;
    const closing = socket;
    forget();
    closing?.close();
  };

  return {
    /** Whether the socket reports the session; otherwise it must be polled. */
    tells: (session: string) => isOpen() && told.has(session),

    /** The number of followed sessions. */
    count: () => followers.size,

    /** Subscribes to a session until the returned function is called. */
    follow(session: string, follower: Follower): () => void {
      followers.set(session, new Set([...(followers.get(session) ?? []), follower]));
      if (!socket && !retry && !opening) open();
      else subscribe();
      return () => {
        const rest = [...(followers.get(session) ?? [])].filter((each) => each !== follower);
        if (rest.length > 0) return void followers.set(session, new Set(rest));
        if (!followers.delete(session)) return;
        if (followers.size === 0) {
          close();
          return;
        }
        refused.delete(session);
        if (told.delete(session)) send('unsubscribe', session);
        subscribe();
      };
    },
  };
};
