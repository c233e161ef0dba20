import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { INBOX } from '../../sqs/testing/inbox.ts';
import { until } from '../testing/processes.ts';
import { startTestLambda, type TestLambda } from '../testing/test-lambda.ts';
import type { EventSourceMapping } from './mapping.ts';

const DEAD_LETTERS = { ...INBOX, arn: `${INBOX.arn}-dead`, name: 'inbox-dead' };

// Logs the bodies of each batch, then does what they say.
const JOB = `export const handler = async ({ Records }) => {
  const bodies = Records.map(({ body }) => body);
  console.log('batch', JSON.stringify(bodies));
  const wait = bodies.find((body) => body.startsWith('wait '));
  if (wait) await new Promise((resolve) => setTimeout(resolve, Number(wait.slice(5))));
  if (bodies.includes('throw')) throw new Error('as told');
  if (bodies.includes('die')) process.exit(1);
  const answer = bodies.find((body) => body.startsWith('answer '));
  if (answer) return JSON.parse(answer.slice(7));
  return {
    batchItemFailures: Records.filter(({ body }) => body.startsWith('fail'))
      .map(({ messageId }) => ({ itemIdentifier: messageId })),
  };
};`;

let local: TestLambda;
beforeEach(() => open());
afterEach(() => local.stop());

const open = (settings: Parameters<typeof startTestLambda>[0] = {}) => {
  local = startTestLambda(settings);
  local.sqs.configureQueue(INBOX);
  local.sqs.configureQueue(DEAD_LETTERS);
};
const map = (change: Partial<EventSourceMapping> = {}) =>
  local.lambda.configureMapping({
    ...{ id: 'inbox', queueArn: INBOX.arn, functionName: 'job', batchSize: 10, windowSeconds: 0 },
    reportsFailedItems: true,
    ...change,
  });
const send = (...bodies: string[]) => {
  for (const body of bodies) local.sqs.send(INBOX.arn, body);
};
const batches = () =>
  local
    .log()
    .split('\n')
    .flatMap((line) => line.split('\tbatch ')[1] ?? [])
    .map((json) => JSON.parse(json) as string[]);
const rows = () =>
  local.db
    .prepare('SELECT queueArn, body, receiveCount FROM sqs_message ORDER BY rowid')
    .all()
    .map(({ queueArn, body, receiveCount }) => [
      String(queueArn).split(':').at(-1),
      body,
      receiveCount,
    ]);
const hidden = () =>
  Number(
    local.db.prepare('SELECT COUNT(*) AS n FROM sqs_message WHERE visibleAt > ?').get(Date.now())?.[
      'n'
    ],
  );
const letVisibilityPass = () =>
  local.db.exec('UPDATE sqs_message SET visibleAt = visibleAt - 600000');

describe('messages of a mapped queue', () => {
  test('reach the function as on AWS, and are deleted once it has succeeded', async () => {
    local.deploy(
      `export const handler = async (event) => console.log('event', JSON.stringify(event));`,
    );
    map();
    const attributes = {
      kind: { DataType: 'String', StringValue: 'clip' },
      bytes: { DataType: 'Binary', BinaryValue: 'AP8=' },
    };

    local.sqs.send(INBOX.arn, '{"a":1}', attributes);
    await until(() => rows().length === 0);

    const event = JSON.parse(local.log().split('\tevent ')[1]?.split('\n')[0] ?? '') as unknown;
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
    send('a', 'b', 'c', 'd', 'e');
    local.deploy(JOB);
    map({ batchSize: 2 });
    await until(() => rows().length === 0);

    expect(
      batches()
        .map(({ length }) => length)
        .sort(),
    ).toEqual([1, 2, 2]);
    expect(batches().flat().sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('wait for others no longer than the batching window', async () => {
    local.deploy(JOB);
    map({ batchSize: 3, windowSeconds: 2 });

    send('a');
    await sleep(300);
    send('b');
    await sleep(300);
    expect(batches()).toEqual([]);
    await until(() => rows().length === 0);
    send('c', 'd', 'e');
    await until(() => rows().length === 0);

    expect(batches()).toEqual([
      ['a', 'b'],
      ['c', 'd', 'e'],
    ]);
  });

  test('that exceed a function’s payload limit are split into several batches', async () => {
    const big = 'x'.repeat(1_000_000);
    send(...Array.from({ length: 7 }, () => big));
    local.deploy(
      `export const handler = async ({ Records }) => console.log('batch', JSON.stringify([Records.length]));`,
    );
    map();
    await until(() => rows().length === 0);

    expect(batches().flat().sort()).toEqual([3, 4]);
  });

  test('wait for their function and mapping, and stay if either is removed', async () => {
    send('a');
    map();
    local.deploy(JOB);
    await until(() => rows().length === 0);
    local.lambda.removeMapping('inbox');
    send('b');
    await sleep(200);

    expect(batches()).toEqual([['a']]);
    expect(rows()).toEqual([['inbox', 'b', 0]]);
  });
});

describe('a batch that fails', () => {
  test.each(['throw', 'die'])(
    'as a whole (%s) returns after the visibility timeout',
    async (how) => {
      local.deploy(JOB);
      map();

      send('a', how);
      await until(() => batches().length === 1 && local.log().includes('REPORT'));
      expect(hidden()).toBe(2);
      local.db.exec(`UPDATE sqs_message SET body = 'good' WHERE body = '${how}'`);
      letVisibilityPass();
      local.lambda.wake();
      await until(() => rows().length === 0);

      expect(batches()).toEqual([
        ['a', how],
        ['a', 'good'],
      ]);
    },
  );

  test('in part keeps the messages reported as failed, and deletes the others', async () => {
    local.deploy(JOB);
    map();

    send('a', 'fail b', 'c');
    await until(() => rows().length === 1);

    expect(rows()).toEqual([['inbox', 'fail b', 1]]);
    expect(hidden()).toBe(1);
  });

  test('in part fails as a whole if the mapping does not enable reports', async () => {
    local.deploy(JOB);
    map({ reportsFailedItems: false });

    send('fail a', 'b');
    await until(() => rows().length === 0);

    expect(batches()).toEqual([['fail a', 'b']]);
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
    local.deploy(JOB);
    map();

    send(answer === '' ? 'good' : `answer ${answer}`);
    await until(() => local.log().includes('REPORT'));
    await until(() => taken() === 0);

    expect(rows()).toHaveLength(isSuccess ? 0 : 1);
  });

  test('too often goes to the dead-letter queue', async () => {
    local.sqs.configureQueue({
      ...INBOX,
      redrivePolicy: { deadLetterTargetArn: DEAD_LETTERS.arn, maxReceiveCount: 2 },
    });
    local.deploy(JOB);
    map();

    send('fail');
    for (const count of [1, 2]) {
      await until(() => batches().length === count && taken() === 0);
      letVisibilityPass();
      local.lambda.wake();
    }
    await until(() => rows()[0]?.[0] === 'inbox-dead');

    expect(rows()).toEqual([['inbox-dead', 'fail', 0]]);
    expect(batches()).toHaveLength(2);
  });

  test('while the disk is full returns soon, and its receipt does not count', async () => {
    await local.stop();
    let isShort = true;
    open({ isShort: () => isShort });
    local.deploy(JOB);
    map();

    send('fail a', 'b');
    await until(() => local.log().includes('The disk is full'));
    await until(() => taken() === 0);
    expect(rows()).toEqual([['inbox', 'fail a', 0]]);
    isShort = false;
    local.db.exec(`UPDATE sqs_message SET body = 'good'`);
    await until(() => rows().length === 0);

    expect(batches()).toEqual([['fail a', 'b'], ['good']]);
  });

  test('returns sooner if the engine is configured so', async () => {
    await local.stop();
    open({ redeliverySeconds: 0.2 });
    local.sqs.configureQueue({
      ...INBOX,
      redrivePolicy: { deadLetterTargetArn: DEAD_LETTERS.arn, maxReceiveCount: 3 },
    });
    local.deploy(JOB);
    map();

    send('fail');
    await until(() => rows()[0]?.[0] === 'inbox-dead');

    expect(batches()).toHaveLength(3);
  });
});

const taken = () => Number(local.db.prepare('SELECT COUNT(*) AS n FROM sqs_taken').get()?.['n']);

describe('concurrency', () => {
  const parallel = () => {
    let now = 0;
    const counts = local
      .log()
      .split('\n')
      .map((line) => (now += line.startsWith('START') ? 1 : line.startsWith('END') ? -1 : 0));
    return Math.max(...counts);
  };

  test('stays within the mapping’s limit, and the other messages keep their receipts', async () => {
    await local.stop();
    open({ concurrency: 8 });
    local.deploy(JOB);
    map({ batchSize: 1, maximumConcurrency: 2 });

    send(...Array.from({ length: 6 }, () => 'wait 1000'));
    await until(() => batches().length === 2);
    expect(rows().map(([, , receiveCount]) => receiveCount)).toEqual([1, 1, 0, 0, 0, 0]);
    await until(() => rows().length === 0);

    expect(parallel()).toBe(2);
  });

  test('messages stay in the queue while their function is throttled', async () => {
    local.deploy(JOB, { reservedConcurrency: 1 });
    map({ batchSize: 1 });

    send('wait 500', 'a', 'b');
    await until(() => batches().length === 1);
    expect(rows().map(([, , receiveCount]) => receiveCount)).toEqual([1, 0, 0]);
    await until(() => rows().length === 0);

    expect(parallel()).toBe(1);
  });

  test('a function without concurrency leaves its messages in the queue', async () => {
    local.deploy(JOB, { reservedConcurrency: 0 });
    map();

    send('a');
    await sleep(300);

    expect(rows()).toEqual([['inbox', 'a', 0]]);
  });

  test('a busy queue does not delay another function’s events', async () => {
    await local.stop();
    open({ concurrency: 2 });
    local.deploy(JOB);
    local.deploy(`export const handler = async () => console.log('other');`, { name: 'other' });
    map({ batchSize: 1 });

    send(...Array.from({ length: 20 }, () => 'wait 100'));
    await until(() => batches().length >= 2);
    local.lambda.enqueue('other', '{}');
    await until(() => local.log('other').includes('REPORT'));

    expect(rows().length).toBeGreaterThan(0);
    await until(() => rows().length === 0);
  });
});
