import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { LINK_SECONDS } from '@video-service/shared/lifetimes';
import type { SessionView, StepView } from '#api/session-view';
import { newView } from '../../../src/testing/examples.ts';
import { followSession, type FollowState } from './follow-session.ts';
import type { Follower } from './live-socket.ts';

const view: SessionView = { ...newView, id: 'a' };
const gif: StepView = { session: 'a', step: 'gif', gifUrl: 'pushed' };

type Told = SessionView | 'unknown' | 'deleted' | 'unreachable';

/** A server with one session, and a socket that the test can open. */
const start = (told: Told = view) => {
  const server = { told, asked: 0, open: false };
  let follower: Follower | undefined;
  const states: FollowState[] = [];
  let back: (() => void) | undefined;
  const following = followSession('a', (state) => states.push(state), {
    fetchSession: async () => {
      server.asked++;
      if (server.told === 'unreachable') throw new Error('no answer');
      return server.told === 'unknown' ? undefined : server.told;
    },
    socket: {
      tells: () => server.open,
      count: () => 1,
      follow: (_session, each) => {
        follower = each;
        return () => (follower = undefined);
      },
    },
    onReturn: (each) => {
      back = each;
      return () => (back = undefined);
    },
  });
  const comeBack = () => back?.();
  const push = (step: StepView) => follower?.onStep(step);
  const connect = () => {
    server.open = true;
    follower?.onConnected();
  };
  return {
    server,
    states,
    ...following,
    push,
    connect,
    comeBack,
    isFollowed: () => follower !== undefined,
  };
};
const wait = (ms = 0) => jest.advanceTimersByTimeAsync(ms);

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('a ready session is fetched once', async () => {
  const { server, states, isFollowed } = start({ ...view, status: 1 });
  await wait(60_000);

  expect(states).toEqual([{ kind: 'view', view: { ...view, status: 1 } }]);
  expect(server.asked).toBe(1);
  expect(isFollowed()).toBe(false);
});

test('pushed steps show at once, and "done" fetches the result', async () => {
  const { server, states, push, connect, isFollowed } = start();
  await wait();
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
  expect(isFollowed()).toBe(false);
});

test('a step newer than a response is not lost', async () => {
  const { states, push, connect } = start();
  await wait();
  connect();
  push(gif);
  await wait();

  expect(states.at(-1)).toEqual({ kind: 'view', view: { ...view, gifUrl: 'pushed' } });
});

test('without a socket, the session is polled until it is ready', async () => {
  const { server, states } = start();
  await wait(7000);
  server.told = { ...view, status: 1 };
  await wait(60_000);

  expect(server.asked).toBe(4);
  expect(states.at(-1)).toEqual({ kind: 'view', view: { ...view, status: 1 } });
});

test('changes before the server knows a new subscriber are soon fetched', async () => {
  const { server, states, connect } = start();
  await wait();
  connect();
  await wait();
  server.told = { ...view, status: 1 };
  await wait(3000);

  expect(states.at(-1)).toEqual({ kind: 'view', view: { ...view, status: 1 } });
});

test('an open socket makes polling rare', async () => {
  const { server, connect } = start();
  await wait();
  connect();
  await wait(31_000);

  expect(server.asked).toBeLessThanOrEqual(4);
});

test.each(['unknown', 'deleted'] as const)('a session that is %s ends it', async (kind) => {
  const { states, isFollowed } = start(kind);
  await wait(60_000);

  expect(states).toEqual([{ kind }]);
  expect(isFollowed()).toBe(false);
});

test('an unreachable server is retried', async () => {
  const { server, states } = start('unreachable');
  await wait(4000);
  server.told = { ...view, status: 1 };
  await wait(4000);

  expect(states.map(({ kind }) => kind)).toEqual(['unreachable', 'unreachable', 'view']);
});

test('a session without news for long is stalled, rarely polled, and shown once it is ready', async () => {
  const { server, states } = start();
  await wait(21 * 60_000);
  expect(states.at(-1)).toEqual({ kind: 'stalled', view });
  const asked = server.asked;
  await wait(30 * 60_000);
  expect(server.asked - asked).toBe(30);
  server.told = { ...view, status: 1 };
  await wait(60_000);

  expect(states.at(-1)).toEqual({ kind: 'view', view: { ...view, status: 1 } });
});

test('a night asleep and without network does not count as stalled', async () => {
  const { server, states, comeBack } = start();
  await wait();
  server.told = 'unreachable';
  jest.setSystemTime(Date.now() + 10 * 3600_000);
  await wait(60_000);
  expect(states.map(({ kind }) => kind)).toEqual(['view']);

  server.told = { ...view, status: 1 };
  comeBack();
  await wait();
  expect(states.at(-1)).toEqual({ kind: 'view', view: { ...view, status: 1 } });
});

describe('the links of a result', () => {
  const ready = (links: string): SessionView => ({
    ...view,
    status: 1,
    gifUrl: `gif ${links}`,
    videoUrl: `video ${links}`,
    labels: [{ frame: '0', time: 0, captureUrl: `capture ${links}`, labels: [] }],
  });

  test('are renewed when the visitor returns after they expired', async () => {
    const { server, states, comeBack, areLinksOld } = start(ready('1'));
    await wait();
    server.told = ready('2');
    comeBack();
    await wait();
    expect([server.asked, areLinksOld()]).toEqual([1, false]);

    jest.setSystemTime(Date.now() + LINK_SECONDS.view * 1000);
    expect(areLinksOld()).toBe(true);
    comeBack();
    await wait();
    expect(states.at(-1)).toEqual({ kind: 'view', view: ready('2') });
    expect([server.asked, areLinksOld()]).toEqual([2, false]);
  });

  test('are renewed on request', async () => {
    const { server, states, renew } = start(ready('1'));
    await wait();
    server.told = ready('2');
    await renew();

    expect(states.at(-1)).toEqual({ kind: 'view', view: ready('2') });
  });

  test('stay the same during processing, so that no picture loads twice', async () => {
    const { server, states } = start({ ...ready('1'), status: 0 });
    await wait();
    server.told = { ...ready('2'), status: 0 };
    await wait(7000);

    expect(states.at(-1)).toEqual({ kind: 'view', view: { ...ready('1'), status: 0 } });
  });
});

test('after stopping, nothing is reported', async () => {
  const { states, stop } = start();
  stop();
  await wait(60_000);

  expect(states).toEqual([]);
});
