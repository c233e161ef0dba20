import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { INBOX } from '../../sqs/testing/inbox.ts';
import { until } from '../testing/processes.ts';
import { DEAD_LETTERS, JOB, type MappedQueue, startMappedQueue } from './testing/mapped-queue.ts';

let queue: MappedQueue;
beforeEach(() => {
  queue = startMappedQueue();
});
afterEach(() => queue.stop());

describe('a batch that fails', () => {
  test.each(['throw', 'die'])(
    'as a whole (%s) returns after the visibility timeout',
    async (how) => {
      queue.deploy(JOB);
      queue.map();

      queue.send('a', how);
      await until(() => queue.batches().length === 1 && queue.log().includes('REPORT'));
      expect(queue.hidden()).toBe(2);
      queue.db.exec(`UPDATE sqs_message SET body = 'good' WHERE body = '${how}'`);
      queue.letVisibilityPass();
      queue.lambda.wake();
      await until(() => queue.rows().length === 0);

      expect(queue.batches()).toEqual([
        ['a', how],
        ['a', 'good'],
      ]);
    },
  );

  test('in part keeps the messages reported as failed, and deletes the others', async () => {
    queue.deploy(JOB);
    queue.map();

    queue.send('a', 'fail b', 'c');
    await until(() => queue.rows().length === 1);

    expect(queue.rows()).toEqual([['inbox', 'fail b', 1]]);
    expect(queue.hidden()).toBe(1);
  });

  test('in part fails as a whole if the mapping does not enable reports', async () => {
    queue.deploy(JOB);
    queue.map({ reportsFailedItems: false });

    queue.send('fail a', 'b');
    await until(() => queue.rows().length === 0);

    expect(queue.batches()).toEqual([['fail a', 'b']]);
  });

  test.each([
    ['', true],
    ['null', true],
    ['{}', true],
    ['{"batchItemFailures":null}', true],
    ['{"batchItemFailures":[]}', true],
    ['"text"', false],
    ['{"batchItemFailures":[{"itemIdentifier":""}]}', false],
    ['{"batchItemFailures":[{"itemIdentifier":null}]}', false],
    ['{"batchItemFailures":[{"id":"a"}]}', false],
    ['{"batchItemFailures":[{"itemIdentifier":"unknown"}]}', false],
  ])('follows AWS’s rules: after %j success is %s', async (answer, isSuccess) => {
    queue.deploy(JOB);
    queue.map();

    queue.send(answer === '' ? 'good' : `answer ${answer}`);
    await until(() => queue.log().includes('REPORT'));
    await until(() => queue.taken() === 0);

    expect(queue.rows()).toHaveLength(isSuccess ? 0 : 1);
  });

  test('too often goes to the dead-letter queue', async () => {
    queue.sqs.configureQueue({
      ...INBOX,
      redrivePolicy: { deadLetterTargetArn: DEAD_LETTERS.arn, maxReceiveCount: 2 },
    });
    queue.deploy(JOB);
    queue.map();

    queue.send('fail');
    for (const count of [1, 2]) {
      await until(() => queue.batches().length === count && queue.taken() === 0);
      queue.letVisibilityPass();
      queue.lambda.wake();
    }
    await until(() => queue.rows()[0]?.[0] === 'inbox-dead');

    expect(queue.rows()).toEqual([['inbox-dead', 'fail', 0]]);
    expect(queue.batches()).toHaveLength(2);
  });

  test('while the disk is full returns soon, and its receipt does not count', async () => {
    await queue.stop();
    let isShort = true;
    queue = startMappedQueue({ isShort: () => isShort });
    queue.deploy(JOB);
    queue.map();

    queue.send('fail a', 'b');
    await until(() => queue.log().includes('The disk is full'));
    await until(() => queue.taken() === 0);
    expect(queue.rows()).toEqual([['inbox', 'fail a', 0]]);
    isShort = false;
    queue.db.exec(`UPDATE sqs_message SET body = 'good'`);
    await until(() => queue.rows().length === 0);

    expect(queue.batches()).toEqual([['fail a', 'b'], ['good']]);
  });

  test('returns sooner if the engine is configured so', async () => {
    await queue.stop();
    queue = startMappedQueue({ redeliverySeconds: 0.2 });
    queue.sqs.configureQueue({
      ...INBOX,
      redrivePolicy: { deadLetterTargetArn: DEAD_LETTERS.arn, maxReceiveCount: 3 },
    });
    queue.deploy(JOB);
    queue.map();

    queue.send('fail');
    await until(() => queue.rows()[0]?.[0] === 'inbox-dead');

    expect(queue.batches()).toHaveLength(3);
  });
});
