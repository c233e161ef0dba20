import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { SessionView, StepView } from '../../../src/view/session-view.ts';
import { followSession, type FollowState } from './follow-session.ts';
import type { Follower } from './live-socket.ts';

const view: SessionView = {
  id: 'a',
  status: 0,
  message: '',
  file: 'clip.mp4',
  labels: [],
  allLabels: [],
  timeline: [],
};
const gif: StepView = { session: 'a', step: 'gif', gifUrl: 'pushed' };

type Told = SessionView | 'unknown' | 'unreachable';

/** A server with one session, and a socket that works when the test says so. */
const start = (told: Told = view) => {
  const server = { told, asked: 0, open: false };
  let follower: Follower | undefined;
  const states: FollowState[] = [];
  const stop = followSession('a', (state) => states.push(state), {
    fetchSession: async () => {
      server.asked++;
      if (server.told === 'unreachable') throw new Error('no answer');
      return server.told === 'unknown' ? undefined : server.told;
    },
    socket: {
      isOpen: () => server.open,
      follow: (_session, each) => {
        follower = each;
        return () => (follower = undefined);
      },
    },
  });
  const push = (step: StepView) => follower?.onStep(step);
  const connect = () => {
    server.open = true;
    follower?.onConnected();
  };
  return { server, states, stop, push, connect, following: () => follower !== undefined };
};
const wait = (ms = 0) => jest.advanceTimersByTimeAsync(ms);

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('a ready session is asked for once', async () => {
  const { server, states, following } = start({ ...view, status: 1 });
  await wait(60_000);

  expect(states).toEqual([{ kind: 'view', view: { ...view, status: 1 } }]);
  expect(server.asked).toBe(1);
  expect(following()).toBe(false);
});

test('steps that are pushed show at once, and "done" brings the result', async () => {
  const { server, states, push, connect, following } = start();
  connect();
  await wait();
  push(gif);
  server.told = { ...view, status: 1, gifUrl: 'told' };
  push({ session: 'a', step: 'done' });
  await wait();

  const shown = states.map((state) =>
    'view' in state ? [state.view.status, state.view.gifUrl] : state,
  );
  expect(shown).toEqual([
    [0, undefined],
    [0, undefined],
    [0, 'pushed'],
    [1, 'pushed'],
  ]);
  expect(following()).toBe(false);
});

test('a step that overtakes the first answer is not lost', async () => {
  const { states, push } = start();
  push(gif);
  await wait();

  expect(states).toEqual([{ kind: 'view', view: { ...view, gifUrl: 'pushed' } }]);
});

test('without a socket the session is asked for until it is ready', async () => {
  const { server, states } = start();
  await wait(7000);
  server.told = { ...view, status: 1 };
  await wait(60_000);

  expect(server.asked).toBe(4);
  expect(states.at(-1)).toEqual({ kind: 'view', view: { ...view, status: 1 } });
});

test('what happens before the server knows of a new follower is soon asked for', async () => {
  const { server, states, connect } = start();
  connect();
  await wait();
  server.told = { ...view, status: 1 };
  await wait(3000);

  expect(states.at(-1)).toEqual({ kind: 'view', view: { ...view, status: 1 } });
});

test('an open socket makes asking rare', async () => {
  const { server, connect } = start();
  connect();
  await wait(31_000);

  expect(server.asked).toBeLessThanOrEqual(4);
});

test('an unknown session ends it', async () => {
  const { states, following } = start('unknown');
  await wait(60_000);

  expect(states).toEqual([{ kind: 'unknown' }]);
  expect(following()).toBe(false);
});

test('a server that cannot be reached is asked again', async () => {
  const { server, states } = start('unreachable');
  await wait(4000);
  server.told = { ...view, status: 1 };
  await wait(4000);

  expect(states.map(({ kind }) => kind)).toEqual(['unreachable', 'unreachable', 'view']);
});

test('nobody asks for ever', async () => {
  const { server, states, following } = start();
  await wait(30 * 60_000);
  const asked = server.asked;
  await wait(30 * 60_000);

  expect(states.at(-1)).toEqual({ kind: 'stalled', view });
  expect(server.asked).toBe(asked);
  expect(following()).toBe(false);
});

test('who stops hears nothing more', async () => {
  const { states, stop } = start();
  stop();
  await wait(60_000);

  expect(states).toEqual([]);
});
