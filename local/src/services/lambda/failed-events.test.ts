import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from './testing/processes.ts';
import {
  JOB,
  QUEUE,
  TOPIC,
  type QueuedEvents,
  startQueuedEvents,
} from './testing/queued-events.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u;

let local: QueuedEvents;
beforeEach(() => {
  local = startQueuedEvents();
});
afterEach(() => local.stop());

describe('an event that failed for good', () => {
  test('goes to the on-failure destination as AWS’s invocation record', async () => {
    local.deploy(JOB, { onFailure: TOPIC });

    local.enqueue({ id: 'a', failures: 9 });
    await local.done();

    expect(local.ids()).toEqual(['a', 'a', 'a']);
    expect(local.delivered.map(({ arn }) => arn)).toEqual([TOPIC]);
    expect(JSON.parse(local.delivered[0]?.message ?? '')).toEqual({
      version: '1.0',
      timestamp: expect.stringMatching(ISO),
      requestContext: {
        requestId: expect.stringMatching(UUID),
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:job:$LATEST',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      requestPayload: { id: 'a', failures: 9 },
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        functionError: 'Unhandled',
      },
      responsePayload: {
        errorType: 'Error',
        errorMessage: 'failed a',
        trace: expect.arrayContaining(['Error: failed a']),
      },
    });
  });

  test('goes to the dead-letter queue unchanged, with AWS’s attributes', async () => {
    local.deploy(JOB, { deadLetter: QUEUE, maximumRetryAttempts: 0 });

    local.enqueue({ id: 'a', failures: 9 });
    await local.done();

    expect(local.delivered).toEqual([
      {
        arn: QUEUE,
        message: '{"id":"a","failures":9}',
        attributes: {
          RequestID: { DataType: 'String', StringValue: expect.stringMatching(UUID) },
          ErrorCode: { DataType: 'Number', StringValue: '200' },
          ErrorMessage: { DataType: 'String', StringValue: 'failed a' },
        },
      },
    ]);
  });

  test('can go to another function', async () => {
    local.deploy(JOB, {
      onFailure: 'arn:aws:lambda:us-east-1:000000000000:function:rescue',
      maximumRetryAttempts: 1,
    });
    local.deploy(
      `export const handler = async ({ requestContext, requestPayload }) =>
        console.log('event', requestPayload.id, requestContext.approximateInvokeCount);`,
      { name: 'rescue' },
    );

    local.enqueue({ id: 'a', failures: 9 });
    await local.done();

    expect(local.lines('rescue')).toEqual([['a', '2']]);
  });

  test('skips a last wait that its age would not allow', async () => {
    await local.stop();
    local = startQueuedEvents({ retryDelaysSeconds: [60, 120] });
    local.deploy(JOB, { onFailure: QUEUE, maximumEventAgeSeconds: 59 });

    local.enqueue({ id: 'a', failures: 9 });
    await local.done();

    expect(JSON.parse(local.delivered[0]?.message ?? '')).toMatchObject({
      requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 1 },
      responsePayload: { errorMessage: 'failed a' },
    });
  });

  test('has no response if it was too old before it could run', async () => {
    local.enqueue({ id: 'a' });
    local.db.exec('UPDATE lambda_event SET createdAt = createdAt - 61000');

    local.deploy(JOB, { onFailure: QUEUE, maximumEventAgeSeconds: 60 });
    await local.done();

    const record = JSON.parse(local.delivered[0]?.message ?? '') as object;
    expect(record).toMatchObject({
      requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 0 },
      requestPayload: { id: 'a' },
    });
    expect(Object.keys(record)).not.toContain('responsePayload');
    expect(local.ids()).toEqual([]);
  });

  test('does not run at all if the function has no concurrency', async () => {
    local.deploy(JOB, { onFailure: QUEUE, deadLetter: QUEUE, reservedConcurrency: 0 });

    local.enqueue({ id: 'a' });
    await local.done();

    expect(local.delivered.map(({ message }) => JSON.parse(message) as unknown)).toMatchObject([
      { requestContext: { condition: 'ZeroReservedConcurrency', approximateInvokeCount: 0 } },
      { id: 'a' },
    ]);
  });

  test('stays queued if its destination cannot accept it', async () => {
    await local.stop();
    let isFull = true;
    const taken: string[] = [];
    local = startQueuedEvents({
      sendToQueue: (_arn, message) => {
        if (isFull) throw new Error('disk full');
        taken.push(message);
      },
    });
    local.deploy(JOB, { onFailure: QUEUE, maximumRetryAttempts: 0 });

    local.enqueue({ id: 'a', failures: 9 });
    await until(() => local.log().includes('disk full'));
    expect(local.queued()).toBe(1);
    isFull = false;
    await local.done();

    expect(taken).toHaveLength(1);
  });
});
