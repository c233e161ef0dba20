import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { INBOX } from '../../sqs/testing/inbox.ts';
import { until } from '../testing/processes.ts';
import { JOB, type MappedQueue, startMappedQueue } from './testing/mapped-queue.ts';

let queue: MappedQueue;
beforeEach(() => {
  queue = startMappedQueue();
});
afterEach(() => queue.stop());

describe('messages of a mapped queue', () => {
  test('reach the function as on AWS, and are deleted once it has succeeded', async () => {
    queue.deploy(
      `export const handler = async (event) => console.log('event', JSON.stringify(event));`,
    );
    queue.map();
    const attributes = {
      kind: { DataType: 'String', StringValue: 'clip' },
      bytes: { DataType: 'Binary', BinaryValue: 'AP8=' },
    };

    queue.sqs.send(INBOX.arn, '{"a":1}', attributes);
    await until(() => queue.rows().length === 0);

    const event = JSON.parse(queue.log().split('\tevent ')[1]?.split('\n')[0] ?? '') as unknown;
    expect(event).toEqual({
      Records: [
        {
          messageId: expect.stringMatching(/^[0-9a-f-]{36}$/u),
          receiptHandle: expect.stringMatching(/./u),
          body: '{"a":1}',
          attributes: {
            ApproximateReceiveCount: '1',
            SentTimestamp: expect.stringMatching(/^\d{13}$/u),
            SenderId: expect.stringMatching(/./u),
            ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/u),
          },
          messageAttributes: {
            kind: {
              stringValue: 'clip',
              stringListValues: [],
              binaryListValues: [],
              dataType: 'String',
            },
            bytes: {
              binaryValue: 'AP8=',
              stringListValues: [],
              binaryListValues: [],
              dataType: 'Binary',
            },
          },
          md5OfBody: 'bb6cb5c68df4652941caf652a366f2d8',
          md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/u),
          eventSource: 'aws:sqs',
          eventSourceARN: INBOX.arn,
          awsRegion: 'us-east-1',
        },
      ],
    });
  });

  test('arrive in batches of at most the batch size', async () => {
    queue.send('a', 'b', 'c', 'd', 'e');
    queue.deploy(JOB);
    queue.map({ batchSize: 2 });
    await until(() => queue.rows().length === 0);

    expect(
      queue
        .batches()
        .map(({ length }) => length)
        .sort(),
    ).toEqual([1, 2, 2]);
    expect(queue.batches().flat().sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('wait for others no longer than the batching window', async () => {
    queue.deploy(JOB);
    queue.map({ batchSize: 3, windowSeconds: 2 });

    queue.send('a');
    await sleep(300);
    queue.send('b');
    await sleep(300);
    expect(queue.batches()).toEqual([]);
    await until(() => queue.rows().length === 0);
    queue.send('c', 'd', 'e');
    await until(() => queue.rows().length === 0);

    expect(queue.batches()).toEqual([
      ['a', 'b'],
      ['c', 'd', 'e'],
    ]);
  });

  test('that exceed a function’s payload limit are split into several batches', async () => {
    const big = 'x'.repeat(1_000_000);
    queue.send(...Array.from({ length: 7 }, () => big));
    queue.deploy(
      `export const handler = async ({ Records }) => console.log('batch', JSON.stringify([Records.length]));`,
    );
    queue.map();
    await until(() => queue.rows().length === 0);

    expect(queue.batches().flat().sort()).toEqual([3, 4]);
  });

  test('wait for their function and mapping, and stay if either is removed', async () => {
    queue.send('a');
    queue.map();
    queue.deploy(JOB);
    await until(() => queue.rows().length === 0);
    queue.lambda.removeMapping('inbox');
    queue.send('b');
    await sleep(200);

    expect(queue.batches()).toEqual([['a']]);
    expect(queue.rows()).toEqual([['inbox', 'b', 0]]);
  });
});
