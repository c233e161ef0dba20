import { RENEW_LINKS_SECONDS } from '@video-service/shared/lifetimes';
import { applyStep, keepLinks } from '#api/apply-step';
import type { SessionView, StepView } from '#api/session-view';
import type { LiveSocket } from './live-socket.ts';

const POLL_MS = 3000;
// With more than ten sessions, each is polled less often.
const POLL_PER_SESSION_MS = 300;
// An open socket reports every step; polling only covers what it may have missed.
const QUIET_POLL_MS = 15_000;
const STALLED_AFTER_MS = 20 * 60_000;
const STALLED_POLL_MS = 60_000;

/** The state of a session; `stalled` means no news for long, and rare polling. */
export type FollowState =
  | { kind: 'loading' | 'unknown' | 'deleted' | 'unreachable' }
  | { kind: 'view' | 'stalled'; view: SessionView };

export type FollowPorts = {
  fetchSession: (id: string) => Promise<SessionView | 'deleted' | undefined>;
  socket: Pick<LiveSocket, 'follow' | 'tells' | 'count'>;
  /** Calls back when the connection or the visitor may have returned, until stopped. */
  onReturn: (back: () => void) => () => void;
};

export type Following = ReturnType<typeof followSession>;

/**
 * Follows a session until it is ready or failed: steps arrive over the socket, with polling as a fallback. Afterwards
 * its links are renewed before they expire.
 */
export const followSession = (
  id: string,
  onState: (state: FollowState) => void,
  { fetchSession, socket, onReturn }: FollowPorts,
) => {
  const steps: StepView[] = [];
  let view: SessionView | undefined;
  let isOver = false;
  let linksAt = 0;
  // How long responses have shown no change; a sleeping device gets none, which does not count.
  let quietMs = 0;
  let waitedMs = 0;
  let connectedAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unfollow: (() => void) | undefined;
  let asking: Promise<void> | undefined;

  const leave = () => {
    clearTimeout(timer);
    unfollow?.();
    unfollow = undefined;
  };
  const show = (next: SessionView) => {
    if (!view || progressOf(next) !== progressOf(view)) quietMs = 0;
    view = next;
    onState({ kind: quietMs > STALLED_AFTER_MS ? 'stalled' : 'view', view });
    if (view.status !== 0) leave();
    else unfollow ??= socket.follow(id, { onConnected, onStep });
  };
  const areLinksOld = () => view !== undefined && Date.now() - linksAt > RENEW_LINKS_SECONDS * 1000;

  const askLater = () => {
    clearTimeout(timer);
    if (isOver || (view && view.status !== 0)) return;
    const waitMs = pollMs();
    timer = setTimeout(() => {
      waitedMs = waitMs;
      void ask();
    }, waitMs);
  };
  const pollMs = () => {
    if (quietMs > STALLED_AFTER_MS) return STALLED_POLL_MS;
    // Nobody reports what happened before the server registered the subscription.
    const isTold = socket.tells(id) && Date.now() - connectedAt >= POLL_MS;
    return isTold ? QUIET_POLL_MS : Math.max(POLL_MS, POLL_PER_SESSION_MS * socket.count());
  };

  const ask = (): Promise<void> => {
    // One request at a time; requests that come up meanwhile are sent afterwards.
    asking = (asking ?? Promise.resolve()).then(askOnce);
    return asking;
  };
  const askOnce = async () => {
    if (isOver) return;
    clearTimeout(timer);
    const told = await fetchSession(id).catch(() => 'unreachable' as const);
    if (isStopped()) return;
    if (told !== 'unreachable') quietMs += waitedMs;
    waitedMs = 0;
    if (told === 'unreachable') {
      if (!view) onState({ kind: 'unreachable' });
    } else if (told && told !== 'deleted') {
      const known = areLinksOld() ? undefined : view;
      if (!known) linksAt = Date.now();
      show(withSteps(told, known, steps));
    } else {
      onState({ kind: told ?? 'unknown' });
      stop();
    }
    askLater();
  };
  // It may have been stopped during the request.
  const isStopped = () => isOver;

  const onConnected = () => {
    connectedAt = Date.now();
    void ask();
  };
  const onStep = (step: StepView) => {
    steps.push(step);
    if (step.step === 'done' || step.step === 'deleted') void ask();
    else if (view?.status === 0) show(applyStep(view, step));
  };
  const stopWatching = onReturn(() => {
    if (!view || view.status === 0 || areLinksOld()) void ask();
  });
  const stop = () => {
    isOver = true;
    leave();
    stopWatching();
  };

  void ask();
  return {
    stop,
    /** Whether the links may be about to expire. */
    areLinksOld,
    /** Fetches the session with new links; returns the new link to the video. */
    renew: async () => {
      linksAt = 0;
      await ask();
      return view?.videoUrl;
    },
  };
};

// The response may be older than what the socket has reported since.
const withSteps = (told: SessionView, view: SessionView | undefined, steps: StepView[]) => {
  const linked = view ? keepLinks(view, told) : told;
  return linked.status === 0 ? steps.reduce(applyStep, linked) : linked;
};

const progressOf = ({ status, gifUrl, labels }: SessionView) =>
  [status, gifUrl !== undefined, labels.length, labels.filter((each) => each.labels).length].join();
