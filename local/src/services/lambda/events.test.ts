import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { transaction } from '../../state/database.ts';
import { until } from './testing/processes.ts';
import { JOB, QUEUE, type QueuedEvents, startQueuedEvents } from './testing/queued-events.ts';

let local: QueuedEvents;
beforeEach(() => {
  local = startQueuedEvents();
});
afterEach(() => local.stop());

describe('a queued event', () => {
  test('is deleted once its function has succeeded', async () => {
    local.deploy(JOB);

    local.enqueue({ id: 'a' });
    expect(local.queued()).toBe(1);
    await local.done();

    expect(local.ids()).toEqual(['a']);
  });

  test('of a rolled-back transaction never runs', async () => {
    local.deploy(JOB);

    expect(() =>
      transaction(local.db, () => {
        local.enqueue({ id: 'undone' });
        throw new Error('half-way');
      }),
    ).toThrow('half-way');
    local.enqueue({ id: 'b' });
    await local.done();

    expect(local.ids()).toEqual(['b']);
  });

  test('waits until its function exists', async () => {
    local.enqueue({ id: 'early' });
    local.deploy(JOB);
    await local.done();

    expect(local.ids()).toEqual(['early']);
  });

  test('is deleted with its function', () => {
    local.enqueue({ id: 'a' });
    local.deploy(JOB);

    local.lambda.removeFunction('job');

    expect(local.queued()).toBe(0);
  });

  test('is retried with the same request id until it succeeds, after the delays', async () => {
    await local.stop();
    local = startQueuedEvents({ retryDelaysSeconds: [0.2, 0.4] });
    local.deploy(JOB, { onFailure: QUEUE });
    const startedAt = performance.now();

    local.enqueue({ id: 'a', failures: 2 });
    await local.done();

    expect(performance.now() - startedAt).toBeGreaterThan(600);
    expect(local.ids()).toEqual(['a', 'a', 'a']);
    expect(new Set(local.lines().map(([, requestId]) => requestId)).size).toBe(1);
    expect(local.delivered).toEqual([]);
  });

  test('is retried even if it becomes due while the queue is being searched', async () => {
    await local.stop();
    let steps = 0;
    // Every reading of this clock is later by a step.
    const now = () => Math.floor(performance.now()) + ++steps * 9;
    local = startQueuedEvents({ clock: { now, startedAt: 0 } });
    local.deploy(JOB);

    for (const id of Array.from({ length: 20 }, (_, each) => `event ${each}`)) {
      local.enqueue({ id, failures: 1 });
      await local.done();
    }

    expect(local.ids()).toHaveLength(40);
  });

  test('that fails while the disk is full counts no attempt, and is done once there is space', async () => {
    await local.stop();
    let isShort = true;
    local = startQueuedEvents({ isShort: () => isShort });
    local.deploy(JOB, { onFailure: QUEUE, maximumRetryAttempts: 0 });

    local.enqueue({ id: 'a', failures: 1 });
    await until(() => local.log().includes('The disk is full'));
    expect(local.queued()).toBe(1);
    isShort = false;
    await local.done();

    expect(local.ids()).toEqual(['a', 'a']);
    expect(local.delivered).toEqual([]);
  });

  test('whose bundle is missing is not lost, and the error is in the log', async () => {
    local.deploy(JOB, { codeDir: '/nonexistent' });

    local.enqueue({ id: 'a' });
    await until(() => local.log().includes('ENGINE'));
    expect(local.queued()).toBe(1);
    local.deploy(JOB);
    await local.done();

    expect(local.ids()).toEqual(['a']);
  });
});

describe('many events', () => {
  test('run within the concurrency of the engine and the function', async () => {
    await local.stop();
    local = startQueuedEvents({ concurrency: 2 });
    local.deploy(JOB);
    local.deploy(JOB, { name: 'single', reservedConcurrency: 1 });

    for (const id of ['a', 'b', 'c', 'd']) local.enqueue({ id, ms: 100 });
    for (const id of ['e', 'f']) local.enqueue({ id, ms: 100 }, 'single');
    await local.done();

    expect(local.ids().sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(local.ids('single')).toEqual(['e', 'f']);
    expect(local.mostAtOnce('single')).toBe(1);
    expect(local.mostAtOnce('job')).toBeLessThanOrEqual(2);
  });

  test('of a busy function do not delay another function’s', async () => {
    await local.stop();
    local = startQueuedEvents({ concurrency: 2 });
    local.deploy(JOB, { name: 'busy' });
    local.deploy(JOB, { name: 'quiet' });

    for (let id = 0; id < 20; id += 1) local.enqueue({ id, ms: 50 }, 'busy');
    local.enqueue({ id: 'mine' }, 'quiet');
    await until(() => local.ids('quiet').length === 1);

    expect(local.ids('busy').length).toBeLessThan(10);
  });
});
