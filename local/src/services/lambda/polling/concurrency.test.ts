import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '../testing/processes.ts';
import { JOB, type MappedQueue, startMappedQueue } from './testing/mapped-queue.ts';

let queue: MappedQueue;
beforeEach(() => {
  queue = startMappedQueue();
});
afterEach(() => queue.stop());

describe('concurrency', () => {
  test('stays within the mapping’s limit, and the other messages keep their receipts', async () => {
    await queue.stop();
    queue = startMappedQueue({ concurrency: 8 });
    queue.deploy(JOB);
    queue.map({ batchSize: 1, maximumConcurrency: 2 });

    queue.send(...Array.from({ length: 6 }, () => 'wait 1000'));
    await until(() => queue.batches().length === 2);
    expect(queue.rows().map(([, , receiveCount]) => receiveCount)).toEqual([1, 1, 0, 0, 0, 0]);
    await until(() => queue.rows().length === 0);

    expect(queue.mostAtOnce()).toBe(2);
  });

  test('messages stay in the queue while their function is throttled', async () => {
    queue.deploy(JOB, { reservedConcurrency: 1 });
    queue.map({ batchSize: 1 });

    queue.send('wait 500', 'a', 'b');
    await until(() => queue.batches().length === 1);
    expect(queue.rows().map(([, , receiveCount]) => receiveCount)).toEqual([1, 0, 0]);
    await until(() => queue.rows().length === 0);

    expect(queue.mostAtOnce()).toBe(1);
  });

  test('a function without concurrency leaves its messages in the queue', async () => {
    queue.deploy(JOB, { reservedConcurrency: 0 });
    queue.map();

    queue.send('a');
    await sleep(300);

    expect(queue.rows()).toEqual([['inbox', 'a', 0]]);
  });

  test('a busy queue does not delay another function’s events', async () => {
    await queue.stop();
    queue = startMappedQueue({ concurrency: 2 });
    queue.deploy(JOB);
    queue.deploy(`export const handler = async () => console.log('other');`, { name: 'other' });
    queue.map({ batchSize: 1 });

    queue.send(...Array.from({ length: 20 }, () => 'wait 100'));
    await until(() => queue.batches().length >= 2);
    queue.lambda.enqueue('other', '{}');
    await until(() => queue.log('other').includes('REPORT'));

    expect(queue.rows().length).toBeGreaterThan(0);
    await until(() => queue.rows().length === 0);
  });
});
