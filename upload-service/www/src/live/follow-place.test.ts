import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Place } from '@video-service/shared/where/place';
import { followPlace, type PlaceState } from './follow-place.ts';

const last: Place = { id: 'a', stage: 'labelling', causes: [], unknown: [] };
const place: Place = { ...last, next: { what: 'each capture is retried' } };

/** A server that knows one place, and a page that the test shows, hides and leaves. */
const start = (told: Place | 'unknown' | 'unreachable' = place) => {
  const server = { told, asked: 0 };
  const page = { isWatched: true };
  const states: PlaceState[] = [];
  let back: (() => void) | undefined;
  const stop = followPlace('a', (state) => states.push(state), {
    fetchPlace: async () => {
      server.asked++;
      if (server.told === 'unreachable') throw new Error('no answer');
      return server.told === 'unknown' ? undefined : server.told;
    },
    isWatched: () => page.isWatched,
    onReturn: (each) => {
      back = each;
      return () => (back = undefined);
    },
  });
  return { server, page, states, stop, comeBack: () => back?.() };
};
const wait = (ms = 0) => jest.advanceTimersByTimeAsync(ms);

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('the place is asked for until nothing comes next', async () => {
  const { server, states } = start();
  await wait(25_000);
  server.told = last;
  await wait(60_000);

  expect(states.map((state) => state.kind === 'place' && state.place)).toEqual([
    place,
    place,
    place,
    last,
  ]);
  expect(server.asked).toBe(4);
});

test('a page that nobody watches asks nothing until the visitor returns', async () => {
  const { server, page, comeBack } = start();
  await wait();
  page.isWatched = false;
  await wait(600_000);
  expect(server.asked).toBe(1);

  page.isWatched = true;
  comeBack();
  comeBack();
  await wait(10_000);
  expect(server.asked).toBe(3);
});

test('an unreachable server is asked again', async () => {
  const { server, states } = start('unreachable');
  await wait(5000);
  server.told = last;
  await wait(10_000);

  expect(states.map(({ kind }) => kind)).toEqual(['unreachable', 'place']);
});

test('an unknown video is asked for once', async () => {
  const { server, states } = start('unknown');
  await wait(60_000);

  expect([server.asked, states]).toEqual([1, [{ kind: 'unknown' }]]);
});

test('after stopping, nothing is asked or reported', async () => {
  const { server, states, stop, comeBack } = start();
  stop();
  comeBack();
  await wait(60_000);

  expect([server.asked, states]).toEqual([1, []]);
});
