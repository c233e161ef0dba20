import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createPace } from './pace.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('a burst of calls starts at once, the others one by one', async () => {
  const pace = createPace(3, 100);
  const begun: number[] = [];
  const start = performance.now();
  for (let call = 0; call < 6; call++)
    void pace().then(() => begun.push(Math.round(performance.now() - start)));
  await jest.advanceTimersByTimeAsync(1000);

  expect(begun).toEqual([0, 0, 0, 100, 200, 300]);
});

test('after a pause, another burst is allowed', async () => {
  const pace = createPace(2, 100);
  await Promise.all([pace(), pace()]);
  await jest.advanceTimersByTimeAsync(1000);
  let begun = 0;
  for (let call = 0; call < 5; call++) void pace().then(() => begun++);
  await jest.advanceTimersByTimeAsync(0);

  expect(begun).toBe(2);
});
