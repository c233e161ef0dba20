import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { arnOf } from '../../engine/account.ts';
import { until } from '../lambda/testing/processes.ts';
import { serve } from '../lambda/testing/serve.ts';
import { startTestLambda, type TestLambda } from '../lambda/testing/test-lambda.ts';
import { startSns, type Sns } from '../sns/sns.ts';
import { redrive } from './redrive.ts';
import type { Sqs } from './sqs.ts';

const QUEUE = arnOf('sqs', 'job-dead-letter-queue');
const TOPIC = arnOf('sns', 'failures');

let local: TestLambda;
let sqs: Sqs;
let sns: Sns;
let port: Awaited<ReturnType<typeof serve>>;
beforeEach(async () => {
  local = startTestLambda({
    publish: (...message) => sns.publish(...message),
    sendToQueue: (...message) => sqs.send(...message),
  });
  ({ sqs } = local);
  sns = startSns({
    db: local.db,
    // Only the function job exists.
    invoke: (arn, payload) => {
      const isThere = arn.endsWith(':job');
      if (isThere) local.lambda.enqueue('job', payload);
      return isThere;
    },
    sendToQueue: (...message) => sqs.send(...message),
  });
  sqs.configureQueue({
    arn: QUEUE,
    name: 'job-dead-letter-queue',
    visibilityTimeoutSeconds: 30,
    retentionSeconds: 345_600,
  });
  port = await serve((request, response, body) => {
    if (request.headers['x-amz-target']) return sqs.handle(request, response, body);
    return request.url === '/'
      ? sns.handle(request, response, body)
      : local.lambda.handle(request, response, body);
  });
});
afterEach(async () => {
  port.close();
  await local.stop();
});

const run = async (...args: string[]) => {
  const printed: string[] = [];
  const all = ['--endpoint', port.client.endpoint, ...args];
  const code = await redrive(all, (line) => printed.push(line));
  return { code, printed };
};

const JOB = (works: boolean) => `export const handler = async ({ id }) => {
  ${works ? '' : "throw new Error('no disk');"}
  console.log('worked on', id);
};`;

const deploy = (works: boolean, onFailure = QUEUE) =>
  local.deploy(JOB(works), { onFailure, maximumRetryAttempts: 0 });
const fail = async (...ids: string[]) => {
  for (const id of ids) local.lambda.enqueue('job', JSON.stringify({ id }));
  await until(() => local.queued() === 0);
};
const worked = () =>
  [...local.log().matchAll(/worked on (\w+)/gu)].map(([, id]) => id ?? '').sort();
const letters = () => local.db.prepare('SELECT id, body FROM sqs_message ORDER BY sentAt').all();

describe('npm run redrive', () => {
  test('lists the failed events, and leaves them unchanged', async () => {
    deploy(false);
    await fail('a', 'b');
    const ids = letters().map(({ id }) => String(id));

    const first = await run();
    const second = await run();

    expect(first.code).toBe(0);
    expect(first.printed).toHaveLength(2);
    expect(first.printed.map((line) => line.split(/\s{2,}/u))).toEqual(
      ids.map((id) => [id, expect.stringMatching(/^\d{4}-.*Z$/u), 'job', 'no disk']),
    );
    expect(second.printed.sort()).toEqual(first.printed.sort());
  });

  test('says that there are none', async () => {
    expect(await run()).toEqual({ code: 0, printed: ['No failed events.'] });
  });

  test('invokes the function with the events again, and removes them from the queue', async () => {
    deploy(false);
    await fail('a', 'b', 'c');
    deploy(true);

    const { code, printed } = await run('--replay', 'all');
    await until(() => local.queued() === 0);

    expect({ code, printed }).toEqual({ code: 0, printed: ['3 replayed'] });
    expect(worked()).toEqual(['a', 'b', 'c']);
    expect(letters()).toEqual([]);
  });

  test('replays only the given events', async () => {
    deploy(false);
    await fail('a', 'b');
    deploy(true);
    const chosen = letters().find(({ body }) => String(body).includes('"id":"b"'))?.['id'];

    const { code } = await run('--replay', String(chosen));
    await until(() => local.queued() === 0);

    expect(code).toBe(0);
    expect(worked()).toEqual(['b']);
    expect((await run()).printed).toHaveLength(1);
  });

  test('finds events that came through a topic', async () => {
    sns.configureTopic({ arn: TOPIC, name: 'failures' });
    const subscription = { arn: `${TOPIC}:1`, topicArn: TOPIC, endpoint: QUEUE } as const;
    sns.configureSubscription({ ...subscription, protocol: 'sqs' });
    deploy(false, TOPIC);
    await fail('a');
    deploy(true);

    expect(await run('--replay', 'all')).toEqual({ code: 0, printed: ['1 replayed'] });
    await until(() => local.queued() === 0);
    expect(worked()).toEqual(['a']);
  });

  test('returns a message to its original queue', async () => {
    const WORK = arnOf('sqs', 'work');
    const redrivePolicy = { deadLetterTargetArn: QUEUE, maxReceiveCount: 1 };
    const times = { visibilityTimeoutSeconds: 0, retentionSeconds: 3600 };
    sqs.configureQueue({ arn: WORK, name: 'work', ...times, redrivePolicy });
    sqs.send(WORK, 'a picture');
    const client = new SQSClient(port.client);
    const received = async () => {
      const QueueUrl = `${port.client.endpoint}/000000000000/work`;
      const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
      return Messages.map(({ Body }) => Body);
    };
    expect([await received(), await received()]).toEqual([['a picture'], []]);

    const listed = await run();
    const replayed = await run('--replay', 'all');

    expect(listed.printed).toEqual([expect.stringMatching(/^\S+ {2}2\S+Z {2}work {2}given up/u)]);
    expect(replayed).toEqual({ code: 0, printed: ['1 replayed'] });
    expect(await received()).toEqual(['a picture']);
    client.destroy();
  });

  test('publishes what a topic could not deliver again', async () => {
    const redrivePolicy = { deadLetterTargetArn: QUEUE };
    const endpoint = arnOf('lambda', 'function:job');
    sns.configureTopic({ arn: TOPIC, name: 'failures' });
    const subscribe = (to: string) =>
      sns.configureSubscription({
        ...{ arn: `${TOPIC}:1`, topicArn: TOPIC, endpoint: to, protocol: 'lambda', redrivePolicy },
      });
    subscribe(arnOf('lambda', 'function:missing'));
    sns.publish(TOPIC, 'news');
    const listed = await run();

    local.deploy(
      "export const handler = ({ Records: [{ Sns }] }) => console.log('worked on', Sns.Message);",
    );
    subscribe(endpoint);
    const replayed = await run('--replay', 'all');
    await until(() => local.queued() === 0);

    expect(listed.printed).toEqual([
      expect.stringMatching(/^\S+ {2}2\S+Z {2}failures {2}not delivered by the topic$/u),
    ]);
    expect(replayed).toEqual({ code: 0, printed: ['1 replayed'] });
    expect(worked()).toEqual(['news']);
    expect(letters()).toEqual([]);
  });

  test('makes the invocation that a schedule could not make', async () => {
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    sqs.send(QUEUE, '{"id":"a"}', {
      RULE_ARN: text(arnOf('events', 'rule/hourly')),
      TARGET_ARN: text(arnOf('lambda', 'function:job')),
      ERROR_CODE: text('NO_RESOURCE'),
      ERROR_MESSAGE: text('There is no function job'),
    });
    deploy(true);
    const listed = await run();

    expect(listed.printed).toEqual([
      expect.stringMatching(/^\S+ {2}2\S+Z {2}job {2}There is no function job$/u),
    ]);
    expect(await run('--replay', 'all')).toEqual({ code: 0, printed: ['1 replayed'] });
    await until(() => local.queued() === 0);
    expect(worked()).toEqual(['a']);
  });

  test('keeps an event whose function is gone, and messages that are not events', async () => {
    deploy(false);
    await fail('a');
    local.lambda.removeFunction('job');
    sqs.send(QUEUE, 'a note');

    const { code, printed } = await run('--replay', 'all');

    expect(code).toBe(1);
    expect(printed.at(-1)).toBe('0 replayed');
    expect(printed.join('\n')).toContain('Function not found');
    expect(printed.join('\n')).toContain('not an invocation');
    expect((await run()).printed).toHaveLength(2);
  });

  test('reports an unknown event', async () => {
    expect(await run('--replay', 'x')).toEqual({
      code: 1,
      printed: ['x  no such event', '0 replayed'],
    });
  });

  test.each([[['--replay']], [['x']], [['--repeat']]])(
    'rejects %j and points to the help',
    async (args) => {
      const { code, printed } = await run(...args);

      expect(code).toBe(2);
      expect(printed.join()).toContain('--help');
    },
  );

  test('has a help', async () => {
    const { code, printed } = await run('--help');

    expect(code).toBe(0);
    expect(printed.join()).toContain('--replay');
  });
});
