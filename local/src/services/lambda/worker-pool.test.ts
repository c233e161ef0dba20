import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { createWorkerPool } from './worker-pool.ts';
import type { Worker } from './worker.ts';

const pools: ReturnType<typeof createWorkerPool>[] = [];
afterEach(() => {
  for (const pool of pools.splice(0)) pool.retire();
});

// Workers that take as long as their event says; how many there have been, and which one had which event.
const openPool = () => {
  let started = 0;
  const start = async (): Promise<Worker> => {
    const number = (started += 1);
    const exited = Promise.withResolvers<undefined>();
    let alive = true;
    return {
      invoke: async ({ payload }) => {
        await setTimeout(Number(payload));
        return { payload: `worker ${number}` };
      },
      isAlive: () => alive,
      kill: () => {
        alive = false;
        exited.resolve(undefined);
      },
      exited: exited.promise,
    };
  };
  const pool = createWorkerPool(start, 5);
  pools.push(pool);
  const run = async (ms: number) => (await pool.run({ requestId: 'r', payload: `${ms}` })).payload;
  return { run, pool, started: () => started };
};

test('invocations of a quick function share the worker that is free sooner than a new one', async () => {
  const { run, started } = openPool();
  await run(1);

  const workers = await Promise.all([run(5), run(5), run(5)]);

  expect(workers).toEqual(['worker 1', 'worker 1', 'worker 1']);
  expect(started()).toBe(1);
});

test('invocations of a slow function have a worker each', async () => {
  const { run, started } = openPool();
  await run(300);

  await Promise.all([run(300), run(300)]);

  expect(started()).toBe(2);
});

test('an invocation of a quick function gets another worker when it has waited for long', async () => {
  const { run } = openPool();
  await run(1);

  const stuck = run(2000);
  const other = run(1);

  expect(await Promise.race([stuck, other])).toBe('worker 2');
  expect(await stuck).toBe('worker 1');
});

test('who waits for a worker of a version that is retired gets another one', async () => {
  const { run, pool } = openPool();
  await run(1);

  const busy = run(100);
  const waiting = run(1);
  pool.retire();

  expect(await busy).toBe('worker 1');
  expect(await waiting).toBe('worker 2');
});
