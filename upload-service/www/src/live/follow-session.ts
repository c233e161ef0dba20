import { applyStep, keepLinks } from '../../../src/view/apply-step.ts';
import type { SessionView, StepView } from '../../../src/view/session-view.ts';
import type { LiveSocket } from './live-socket.ts';

const POLL_MS = 3000;
// An open socket tells of every step: asking is then only for what it may have swallowed.
const QUIET_POLL_MS = 15_000;
const GIVE_UP_MS = 20 * 60_000;

/** What there is to see of a session: `stalled` has had no news for so long that nobody asks any more. */
export type FollowState =
  { kind: 'loading' | 'unknown' | 'unreachable' } | { kind: 'view' | 'stalled'; view: SessionView };

export type FollowPorts = {
  fetchSession: (id: string) => Promise<SessionView | undefined>;
  socket: Pick<LiveSocket, 'follow' | 'isOpen'>;
};

/**
 * Follows a session until it is ready or failed: steps come over the socket, and where that cannot be
 * relied on the session is asked for. Returns how to stop.
 */
export const followSession = (
  id: string,
  onState: (state: FollowState) => void,
  { fetchSession, socket }: FollowPorts,
): (() => void) => {
  const steps: StepView[] = [];
  let view: SessionView | undefined;
  let newsAt = Date.now();
  let connectedAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unfollow: (() => void) | undefined;

  const end = () => {
    clearTimeout(timer);
    unfollow?.();
    unfollow = undefined;
  };
  const show = (next: SessionView) => {
    if (!view || progressOf(next) !== progressOf(view)) newsAt = Date.now();
    view = next;
    onState({ kind: 'view', view });
    if (view.status !== 0) end();
  };
  const askLater = () => {
    if (!unfollow) return;
    if (view && Date.now() - newsAt > GIVE_UP_MS) {
      onState({ kind: 'stalled', view });
      end();
      return;
    }
    clearTimeout(timer);
    // What happened until the server had taken in that somebody follows, nobody has told.
    const told = socket.isOpen() && Date.now() - connectedAt >= POLL_MS;
    timer = setTimeout(() => void ask(), told ? QUIET_POLL_MS : POLL_MS);
  };
  const ask = async () => {
    const told = await fetchSession(id).catch(() => 'unreachable' as const);
    if (!unfollow) return;
    if (told === 'unreachable') {
      if (!view) onState({ kind: 'unreachable' });
    } else if (told) show(withSteps(told, view, steps));
    else {
      onState({ kind: 'unknown' });
      end();
    }
    askLater();
  };

  unfollow = socket.follow(id, {
    onConnected: () => {
      connectedAt = Date.now();
      void ask();
    },
    onStep: (step) => {
      steps.push(step);
      if (step.step === 'done') void ask();
      else if (view?.status === 0) show(applyStep(view, step));
    },
  });
  void ask();
  return end;
};

// What was asked for may be older than what the socket has told since.
const withSteps = (told: SessionView, view: SessionView | undefined, steps: StepView[]) => {
  const linked = view ? keepLinks(view, told) : told;
  return linked.status === 0 ? steps.reduce(applyStep, linked) : linked;
};

const progressOf = ({ status, gifUrl, labels }: SessionView) =>
  [status, gifUrl !== undefined, labels.length, labels.filter((each) => each.labels).length].join();
