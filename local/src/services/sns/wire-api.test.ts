import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import SNS from 'aws-sdk/clients/sns.js';
import { serve } from '../lambda/testing/serve.ts';
import { FUNCTION, QUEUE, startTestSns, TOPIC } from './testing/test-sns.ts';

let local: ReturnType<typeof startTestSns>;
let port: Awaited<ReturnType<typeof serve>>;
let client: SNSClient;
beforeEach(async () => {
  local = startTestSns();
  port = await serve(local.sns.handle);
  client = new SNSClient(port.client);
});
afterEach(() => {
  client.destroy();
  port.close();
});

const raw = { protocol: 'sqs', endpoint: QUEUE, rawMessageDelivery: true } as const;

describe('Publish', () => {
  test('delivers text and attributes unchanged', async () => {
    local.subscribe(raw);
    const Message = 'é & <b> "quoted" + 100%\nnext line';

    const { MessageId } = await client.send(
      new PublishCommand({
        TopicArn: TOPIC,
        Message,
        MessageAttributes: {
          name: { DataType: 'String', StringValue: 'ü=&' },
          bytes: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255) },
        },
      }),
    );

    expect(MessageId).toMatch(/^[0-9a-f-]{36}$/u);
    expect(local.deliveries).toEqual([
      {
        to: QUEUE,
        payload: Message,
        attributes: {
          name: { DataType: 'String', StringValue: 'ü=&' },
          bytes: { DataType: 'Binary', BinaryValue: 'AP8=' },
        },
      },
    ]);
  });

  test('works with version 2 of the SDK', async () => {
    local.subscribe(raw);
    const { endpoint, region } = port.client;
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- its options are a class in its types only
    const old = new SNS({ endpoint, region, accessKeyId: 'test', secretAccessKey: 'test' });

    const { MessageId } = await old
      .publish({ TopicArn: TOPIC, Message: 'hello', Subject: 'old' })
      .promise();

    expect(MessageId).toMatch(/^[0-9a-f-]{36}$/u);
    expect(local.deliveries).toMatchObject([{ payload: 'hello' }]);
  });

  test.each([
    [{ TopicArn: `${TOPIC}x`, Message: 'a' }, 'NotFoundException', 'Topic does not exist'],
    [
      { TopicArn: TOPIC, Message: '' },
      'InvalidParameterException',
      'Invalid parameter: Empty message',
    ],
    [
      { TopicArn: TOPIC, Message: 'x'.repeat(256 * 1024 + 1) },
      'InvalidParameterException',
      'Invalid parameter: Message too long',
    ],
    [
      { TopicArn: TOPIC, Message: 'a', Subject: 'two\nlines' },
      'InvalidParameterException',
      'Invalid parameter: Subject',
    ],
    [
      { Message: 'a' },
      'InvalidParameterException',
      'Invalid parameter: TopicArn or TargetArn Reason: no value',
    ],
    [
      { TopicArn: TOPIC, Message: 'a', MessageAttributes: { a: { DataType: 'Thing' } } },
      'InvalidParameterValueException',
      "The message attribute 'a' must contain a type and a value",
    ],
  ])('refuses what SNS refuses, with the same errors (%#)', async (input, name, message) => {
    await expect(client.send(new PublishCommand(input))).rejects.toMatchObject({ name, message });
    expect(local.deliveries).toEqual([]);
  });

  test('accepts a message of exactly 256 KiB', async () => {
    const Message = 'x'.repeat(256 * 1024);
    local.subscribe(raw);

    await client.send(new PublishCommand({ TopicArn: TOPIC, Message }));

    expect(local.deliveries[0]?.payload).toBe(Message);
  });
});

describe('PublishBatch', () => {
  const batch = (...messages: string[]) =>
    client.send(
      new PublishBatchCommand({
        TopicArn: TOPIC,
        PublishBatchRequestEntries: messages.map((Message, id) => ({ Id: `id-${id}`, Message })),
      }),
    );

  test('publishes every entry, and lists those it could not', async () => {
    local.subscribe(raw);

    const { Successful, Failed } = await batch('one', '', 'three');

    expect(Successful?.map(({ Id }) => Id)).toEqual(['id-0', 'id-2']);
    expect(Failed).toEqual([
      {
        Id: 'id-1',
        Code: 'InvalidParameter',
        Message: 'Invalid parameter: Empty message',
        SenderFault: true,
      },
    ]);
    expect(local.deliveries.map(({ payload }) => payload)).toEqual(['one', 'three']);
  });

  test('publishes nothing of a batch that is too long or too large', async () => {
    local.subscribe(raw);

    await expect(batch(...Array<string>(11).fill('x'))).rejects.toMatchObject({
      name: 'TooManyEntriesInBatchRequestException',
    });
    await expect(batch('x'.repeat(150_000), 'y'.repeat(150_000))).rejects.toMatchObject({
      name: 'BatchRequestTooLongException',
    });
    expect(local.deliveries).toEqual([]);
  });
});

describe('Subscribe', () => {
  const subscribe = (input = {}) =>
    client.send(
      new SubscribeCommand({ TopicArn: TOPIC, Protocol: 'sqs', Endpoint: QUEUE, ...input }),
    );

  test('creates a subscription with its attributes, once', async () => {
    const Attributes = {
      RawMessageDelivery: 'true',
      FilterPolicy: '{"kind":["gif"]}',
      FilterPolicyScope: 'MessageBody',
    };

    const { SubscriptionArn } = await subscribe({ Attributes });
    const again = await subscribe();
    local.sns.publish(TOPIC, '{"kind":"gif"}');
    local.sns.publish(TOPIC, '{"kind":"png"}');

    expect(SubscriptionArn).toMatch(new RegExp(`^${TOPIC}:[0-9a-f-]{36}$`, 'u'));
    expect(again.SubscriptionArn).toBe(SubscriptionArn);
    expect(local.deliveries.map(({ payload }) => payload)).toEqual(['{"kind":"gif"}']);
  });

  test('is undone by Unsubscribe', async () => {
    const { SubscriptionArn } = await subscribe();

    await client.send(new UnsubscribeCommand({ SubscriptionArn }));
    local.sns.publish(TOPIC, 'hello');

    expect(local.deliveries).toEqual([]);
  });

  test.each([
    { Protocol: 'email', Endpoint: 'someone@example.com' },
    { Endpoint: FUNCTION },
    { Attributes: { FilterPolicy: '{"kind":"gif"}' } },
    { Attributes: { FilterPolicy: '{' } },
    { Attributes: { DeliveryPolicy: '{}' } },
  ])('refuses an unsupported subscription: %j', async (input) => {
    await expect(subscribe(input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    expect(local.sns.publish(TOPIC, 'hello')).toMatch(/./u);
    expect(local.deliveries).toEqual([]);
  });
});

describe('existing topics and subscriptions', () => {
  test('are listed', async () => {
    local.subscribe({ arn: `${TOPIC}:1` });
    local.subscribe({ arn: `${TOPIC}:2`, ...raw });

    const { Topics } = await client.send(new ListTopicsCommand());
    const { Subscriptions } = await client.send(
      new ListSubscriptionsByTopicCommand({ TopicArn: TOPIC }),
    );

    expect(Topics).toEqual([{ TopicArn: TOPIC }]);
    expect(Subscriptions).toEqual([
      {
        SubscriptionArn: `${TOPIC}:1`,
        Owner: '000000000000',
        Protocol: 'lambda',
        Endpoint: FUNCTION,
        TopicArn: TOPIC,
      },
      {
        SubscriptionArn: `${TOPIC}:2`,
        Owner: '000000000000',
        Protocol: 'sqs',
        Endpoint: QUEUE,
        TopicArn: TOPIC,
      },
    ]);
  });

  test('have attributes', async () => {
    local.subscribe();
    local.sns.configureTopic({ arn: TOPIC, name: 'videos', policy: { Statement: [] } });

    const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn: TOPIC }));

    expect(Attributes).toMatchObject({
      TopicArn: TOPIC,
      Owner: '000000000000',
      Policy: '{"Statement":[]}',
      SubscriptionsConfirmed: '1',
    });
  });
});

test.each(['CreatePlatformEndpoint', 'constructor'])(
  '%s is refused with its error',
  async (action) => {
    const response = await fetch(port.client.endpoint, {
      method: 'POST',
      body: `Action=${action}`,
    });

    expect(response.status).toBe(400);
    expect(await response.text()).toContain(
      `<Code>InvalidAction</Code><Message>${action} is not known here</Message>`,
    );
  },
);
