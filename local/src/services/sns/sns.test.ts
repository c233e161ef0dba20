import { beforeEach, describe, expect, test } from '@jest/globals';
import { transaction } from '../../state/database.ts';
import { SnsError } from './sns-error.ts';
import { startSns } from './sns.ts';
import { FUNCTION, QUEUE, startTestSns, TOPIC } from './testing/test-sns.ts';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u;
const UUID = /^[0-9a-f-]{36}$/u;
const ATTRIBUTES = {
  colour: { DataType: 'String', StringValue: 'red' },
  bytes: { DataType: 'Binary', BinaryValue: 'AAE=' },
};
const DESCRIBED = {
  colour: { Type: 'String', Value: 'red' },
  bytes: { Type: 'Binary', Value: 'AAE=' },
};

let local: ReturnType<typeof startTestSns>;
beforeEach(() => {
  local = startTestSns();
});

const payloads = () => local.deliveries.map(({ payload }) => JSON.parse(payload) as unknown);

describe('a published message', () => {
  test('reaches a function as AWS’s SNS event', () => {
    local.subscribe();

    const id = local.sns.publish(TOPIC, 'hello', { subject: 'greeting', attributes: ATTRIBUTES });

    expect(id).toMatch(UUID);
    expect(local.deliveries.map(({ to }) => to)).toEqual([FUNCTION]);
    expect(payloads()).toEqual([
      {
        Records: [
          {
            EventSource: 'aws:sns',
            EventVersion: '1.0',
            EventSubscriptionArn: `${TOPIC}:1`,
            Sns: {
              Type: 'Notification',
              MessageId: id,
              TopicArn: TOPIC,
              Subject: 'greeting',
              Message: 'hello',
              Timestamp: expect.stringMatching(ISO),
              SignatureVersion: '1',
              Signature: 'EXAMPLE',
              SigningCertUrl: expect.stringMatching(
                /^https:\/\/sns\.us-east-1\.amazonaws\.com\/.*pem$/u,
              ),
              UnsubscribeUrl: expect.stringContaining(`SubscriptionArn=${TOPIC}:1`),
              MessageAttributes: DESCRIBED,
            },
          },
        ],
      },
    ]);
  });

  test('without a subject has null there', () => {
    local.subscribe();

    local.sns.publish(TOPIC, 'hello');

    expect(payloads()).toMatchObject([
      { Records: [{ Sns: { Subject: null, MessageAttributes: {} } }] },
    ]);
  });

  test('reaches a queue in an envelope', () => {
    local.subscribe({ protocol: 'sqs', endpoint: QUEUE });

    const id = local.sns.publish(TOPIC, 'hello', { attributes: ATTRIBUTES });

    expect(local.deliveries.map(({ to }) => to)).toEqual([QUEUE]);
    expect(payloads()).toEqual([
      {
        Type: 'Notification',
        MessageId: id,
        TopicArn: TOPIC,
        Message: 'hello',
        Timestamp: expect.stringMatching(ISO),
        SignatureVersion: '1',
        Signature: 'EXAMPLE',
        SigningCertURL: expect.stringContaining('https://'),
        UnsubscribeURL: expect.stringContaining('https://'),
        MessageAttributes: DESCRIBED,
      },
    ]);
  });

  test('reaches a queue unchanged with raw delivery', () => {
    local.subscribe({ protocol: 'sqs', endpoint: QUEUE, rawMessageDelivery: true });

    local.sns.publish(TOPIC, 'hello', { attributes: ATTRIBUTES });

    expect(local.deliveries).toEqual([{ to: QUEUE, payload: 'hello', attributes: ATTRIBUTES }]);
  });

  test('for a missing queue goes to the subscription’s dead-letter queue', () => {
    const gone = QUEUE.replace('inbox', 'missing');
    const redrivePolicy = { deadLetterTargetArn: QUEUE };
    local.subscribe({ arn: `${TOPIC}:1`, protocol: 'sqs', endpoint: gone });
    local.subscribe({ arn: `${TOPIC}:2`, protocol: 'sqs', endpoint: gone, redrivePolicy });

    local.sns.publish(TOPIC, 'hello');

    expect(local.deliveries.map(({ to }) => to)).toEqual([QUEUE]);
    expect(payloads()).toMatchObject([{ Message: 'hello' }]);
  });

  test('for a missing function goes to the subscription’s dead-letter queue', () => {
    const gone = FUNCTION.replace('job', 'missing');
    const redrivePolicy = { deadLetterTargetArn: QUEUE };
    local.subscribe({ arn: `${TOPIC}:1`, endpoint: gone });
    local.subscribe({ arn: `${TOPIC}:2`, endpoint: gone, redrivePolicy });

    local.sns.publish(TOPIC, 'hello');

    expect(local.deliveries.map(({ to }) => to)).toEqual([QUEUE]);
    expect(payloads()).toMatchObject([{ Type: 'Notification', Message: 'hello' }]);
  });

  test('reaches every subscription of its topic and no other', () => {
    const other = `${TOPIC}-other`;
    local.sns.configureTopic({ arn: other, name: 'videos-other' });
    local.subscribe({ arn: `${TOPIC}:1`, endpoint: `${FUNCTION}-1` });
    local.subscribe({ arn: `${TOPIC}:2`, endpoint: `${FUNCTION}-2` });
    local.subscribe({ arn: `${other}:3`, topicArn: other, endpoint: `${FUNCTION}-3` });

    local.sns.publish(TOPIC, 'hello');

    expect(local.deliveries.map(({ to }) => to)).toEqual([`${FUNCTION}-1`, `${FUNCTION}-2`]);
  });
});

describe('a topic', () => {
  test('that does not exist is NotFound', () => {
    expect(() => local.sns.publish(`${TOPIC}-other`, 'hello')).toThrow(
      new SnsError('NotFound', 'Topic does not exist', 404),
    );
  });

  test('is removed with its subscriptions', () => {
    local.subscribe();

    local.sns.removeTopic(TOPIC);
    local.sns.configureTopic({ arn: TOPIC, name: 'videos' });
    local.sns.publish(TOPIC, 'hello');

    expect(local.deliveries).toEqual([]);
  });

  test('keeps its subscriptions across a restart', () => {
    local.subscribe();
    const delivered: string[] = [];

    const restarted = startSns({
      db: local.db,
      invoke: (functionArn) => delivered.push(functionArn) > 0,
      sendToQueue: () => false,
    });
    restarted.publish(TOPIC, 'hello');

    expect(delivered).toEqual([FUNCTION]);
  });
});

describe('a subscription', () => {
  test('that is removed gets nothing more', () => {
    local.subscribe();

    local.sns.removeSubscription(`${TOPIC}:1`);
    local.sns.publish(TOPIC, 'hello');

    expect(local.deliveries).toEqual([]);
  });

  test('filters by attributes, including strings, numbers and lists', () => {
    local.subscribe({
      filterPolicy: { kind: ['gif', 'png'], size: [{ numeric: ['>', 10] }], tags: ['new'] },
    });
    const publish = (kind: string, size: string, tags: string) =>
      local.sns.publish(TOPIC, `${kind} ${size}`, {
        attributes: {
          kind: { DataType: 'String', StringValue: kind },
          size: { DataType: 'Number', StringValue: size },
          tags: { DataType: 'String.Array', StringValue: tags },
        },
      });

    publish('gif', '11', '["old","new"]');
    publish('gif', '9', '["new"]');
    publish('mp4', '11', '["new"]');
    publish('png', '11', '["old"]');
    publish('png', '11', 'not json');
    local.sns.publish(TOPIC, 'no attributes');

    expect(payloads()).toMatchObject([{ Records: [{ Sns: { Message: 'gif 11' } }] }]);
  });

  test('filters by the body if configured; a body that is not JSON does not pass', () => {
    local.subscribe({
      filterPolicy: { detail: { step: ['gif'] } },
      filterPolicyScope: 'MessageBody',
    });

    for (const text of ['{"detail":{"step":"gif"}}', '{"detail":{"step":"label"}}', 'gif']) {
      local.sns.publish(TOPIC, text);
    }

    expect(payloads()).toMatchObject([
      { Records: [{ Sns: { Message: '{"detail":{"step":"gif"}}' } }] },
    ]);
  });

  test('with an unsupported filter policy is refused', () => {
    expect(() => local.subscribe({ filterPolicy: { a: [{ resembles: 'b' }] } })).toThrow(
      new SnsError(
        'InvalidParameter',
        'Invalid parameter: FilterPolicy: Unrecognized match type resembles',
      ),
    );
  });
});

test('a delivery that fails at the end undoes the whole message', () => {
  const db = local.db;
  db.exec('CREATE TABLE inbox (payload TEXT)');
  const sns = startSns({
    db,
    invoke: (functionArn) => {
      db.prepare('INSERT INTO inbox VALUES (?)').run(functionArn);
      if (functionArn.endsWith('2')) throw new Error('disk full');
      return true;
    },
    sendToQueue: () => true,
  });
  local.subscribe({ arn: `${TOPIC}:1`, endpoint: `${FUNCTION}-1` });
  local.subscribe({ arn: `${TOPIC}:2`, endpoint: `${FUNCTION}-2` });

  expect(() => transaction(db, () => sns.publish(TOPIC, 'hello'))).toThrow('disk full');

  expect(db.prepare('SELECT * FROM inbox').all()).toEqual([]);
});
