import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { transaction } from '../../state/database.ts';
import { until } from './testing/processes.ts';
import { startTestLambda, type TestLambda } from './testing/test-lambda.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:dead-letters';
const TOPIC = 'arn:aws:sns:us-east-1:000000000000:failures';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u;

// Logs each event, and fails those that say so.
const JOB = `export const handler = async ({ id, failures = 0, ms = 0 }, { awsRequestId }) => {
  globalThis.tries ??= {};
  const tries = (globalThis.tries[id] = (globalThis.tries[id] ?? 0) + 1);
  console.log('event', id, awsRequestId);
  await new Promise((resolve) => setTimeout(resolve, ms));
  if (tries <= failures) throw new Error('failed ' + id);
};`;

let local: TestLambda;
beforeEach(() => {
  local = startTestLambda();
});
afterEach(() => local.stop());

const enqueue = (event: object, name = 'job') => local.lambda.enqueue(name, JSON.stringify(event));
const done = () => until(() => local.queued() === 0);
const lines = (name = 'job') =>
  local
    .log(name)
    .split('\n')
    .filter((line) => line.includes('\tevent '))
    .map((line) => line.split('\tevent ')[1]?.split(' ') ?? []);
const ids = (name = 'job') => lines(name).map(([id]) => id);

describe('a queued event', () => {
  test('is deleted once its function has succeeded', async () => {
    local.deploy(JOB);

    enqueue({ id: 'a' });
    expect(local.queued()).toBe(1);
    await done();

    expect(ids()).toEqual(['a']);
  });

  test('of a rolled-back transaction never runs', async () => {
    local.deploy(JOB);

    expect(() =>
      transaction(local.db, () => {
        enqueue({ id: 'undone' });
        throw new Error('half-way');
      }),
    ).toThrow('half-way');
    enqueue({ id: 'b' });
    await done();

    expect(ids()).toEqual(['b']);
  });

  test('waits until its function exists', async () => {
    enqueue({ id: 'early' });
    local.deploy(JOB);
    await done();

    expect(ids()).toEqual(['early']);
  });

  test('is deleted with its function', () => {
    enqueue({ id: 'a' });
    local.deploy(JOB);

    local.lambda.removeFunction('job');

    expect(local.queued()).toBe(0);
  });

  test('is retried with the same request id until it succeeds, after the delays', async () => {
    await local.stop();
    local = startTestLambda({ retryDelaysSeconds: [0.2, 0.4] });
    local.deploy(JOB, { onFailure: QUEUE });
    const startedAt = performance.now();

    enqueue({ id: 'a', failures: 2 });
    await done();

    expect(performance.now() - startedAt).toBeGreaterThan(600);
    expect(ids()).toEqual(['a', 'a', 'a']);
    expect(new Set(lines().map(([, requestId]) => requestId)).size).toBe(1);
    expect(local.delivered).toEqual([]);
  });

  test('is retried even if it becomes due while the queue is being searched', async () => {
    await local.stop();
    let steps = 0;
    // Every reading of this clock is later by a step.
    const now = () => Math.floor(performance.now()) + ++steps * 9;
    local = startTestLambda({ clock: { now, startedAt: 0 } });
    local.deploy(JOB);

    for (const id of Array.from({ length: 20 }, (_, each) => `event ${each}`)) {
      enqueue({ id, failures: 1 });
      await done();
    }

    expect(ids()).toHaveLength(40);
  });

  test('that fails while the disk is full counts no attempt, and is done once there is space', async () => {
    await local.stop();
    let isShort = true;
    local = startTestLambda({ isShort: () => isShort });
    local.deploy(JOB, { onFailure: QUEUE, maximumRetryAttempts: 0 });

    enqueue({ id: 'a', failures: 1 });
    await until(() => local.log().includes('The disk is full'));
    expect(local.queued()).toBe(1);
    isShort = false;
    await done();

    expect(ids()).toEqual(['a', 'a']);
    expect(local.delivered).toEqual([]);
  });

  test('whose bundle is missing is not lost, and the error is in the log', async () => {
    local.deploy(JOB, { codeDir: '/nonexistent' });

    enqueue({ id: 'a' });
    await until(() => local.log().includes('ENGINE'));
    expect(local.queued()).toBe(1);
    local.deploy(JOB);
    await done();

    expect(ids()).toEqual(['a']);
  });
});

describe('an event that failed for good', () => {
  test('goes to the on-failure destination as AWS’s invocation record', async () => {
    local.deploy(JOB, { onFailure: TOPIC });

    enqueue({ id: 'a', failures: 9 });
    await done();

    expect(ids()).toEqual(['a', 'a', 'a']);
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

    enqueue({ id: 'a', failures: 9 });
    await done();

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

    enqueue({ id: 'a', failures: 9 });
    await done();

    expect(lines('rescue')).toEqual([['a', '2']]);
  });

  test('skips a last wait that its age would not allow', async () => {
    await local.stop();
    local = startTestLambda({ retryDelaysSeconds: [60, 120] });
    local.deploy(JOB, { onFailure: QUEUE, maximumEventAgeSeconds: 59 });

    enqueue({ id: 'a', failures: 9 });
    await done();

    expect(JSON.parse(local.delivered[0]?.message ?? '')).toMatchObject({
      requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 1 },
      responsePayload: { errorMessage: 'failed a' },
    });
  });

  test('has no response if it was too old before it could run', async () => {
    enqueue({ id: 'a' });
    local.db.exec('UPDATE lambda_event SET createdAt = createdAt - 61000');

    local.deploy(JOB, { onFailure: QUEUE, maximumEventAgeSeconds: 60 });
    await done();

    const record = JSON.parse(local.delivered[0]?.message ?? '') as object;
    expect(record).toMatchObject({
      requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 0 },
      requestPayload: { id: 'a' },
    });
    expect(Object.keys(record)).not.toContain('responsePayload');
    expect(ids()).toEqual([]);
  });

  test('does not run at all if the function has no concurrency', async () => {
    local.deploy(JOB, { onFailure: QUEUE, deadLetter: QUEUE, reservedConcurrency: 0 });

    enqueue({ id: 'a' });
    await done();

    expect(local.delivered.map(({ message }) => JSON.parse(message) as unknown)).toMatchObject([
      { requestContext: { condition: 'ZeroReservedConcurrency', approximateInvokeCount: 0 } },
      { id: 'a' },
    ]);
  });

  test('stays queued if its destination cannot accept it', async () => {
    await local.stop();
    let isFull = true;
    const taken: string[] = [];
    local = startTestLambda({
      sendToQueue: (_arn, message) => {
        if (isFull) throw new Error('disk full');
        taken.push(message);
      },
    });
    local.deploy(JOB, { onFailure: QUEUE, maximumRetryAttempts: 0 });

    enqueue({ id: 'a', failures: 9 });
    await until(() => local.log().includes('disk full'));
    expect(local.queued()).toBe(1);
    isFull = false;
    await done();

    expect(taken).toHaveLength(1);
  });
});

describe('many events', () => {
  test('run within the concurrency of the engine and the function', async () => {
    await local.stop();
    local = startTestLambda({ concurrency: 2 });
    local.deploy(JOB);
    local.deploy(JOB, { name: 'single', reservedConcurrency: 1 });

    for (const id of ['a', 'b', 'c', 'd']) enqueue({ id, ms: 100 });
    for (const id of ['e', 'f']) enqueue({ id, ms: 100 }, 'single');
    await done();

    expect(ids().sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(ids('single')).toEqual(['e', 'f']);
    expect(mostAtOnce('single')).toBe(1);
    expect(mostAtOnce('job')).toBeLessThanOrEqual(2);
  });

  test('of a busy function do not delay another function’s', async () => {
    await local.stop();
    local = startTestLambda({ concurrency: 2 });
    local.deploy(JOB, { name: 'busy' });
    local.deploy(JOB, { name: 'quiet' });

    for (let id = 0; id < 20; id += 1) enqueue({ id, ms: 50 }, 'busy');
    enqueue({ id: 'mine' }, 'quiet');
    await until(() => ids('quiet').length === 1);

    expect(ids('busy').length).toBeLessThan(10);
  });
});

// From the START and END lines, which are in order of time.
const mostAtOnce = (name: string) => {
  let running = 0;
  let most = 0;
  for (const [, kind] of local.log(name).matchAll(/^(START|END) RequestId/gmu)) {
    running += kind === 'START' ? 1 : -1;
    most = Math.max(most, running);
  }
  return most;
};
