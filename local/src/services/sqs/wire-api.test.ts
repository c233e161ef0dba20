import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { arnOf } from '../../engine/account.ts';
import { serve } from '../lambda/testing/serve.ts';
import { startSqs } from './sqs.ts';
import { INBOX } from './testing/inbox.ts';
import { startTestSqs, type TestSqs } from './testing/test-sqs.ts';

let local: TestSqs;
beforeEach(async () => {
  local = await startTestSqs();
});
afterEach(() => local.stop());

describe('a message', () => {
  // The SDK verifies the digests of what it sends and receives.
  test('is received as it was sent, with its attributes', async () => {
    const MessageAttributes = {
      name: { DataType: 'String', StringValue: 'ü' },
      size: { DataType: 'Number', StringValue: '7' },
      bytes: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255) },
    };

    const { MessageId, MD5OfMessageAttributes } = await local.send('é\n{"a":1}', {
      MessageAttributes,
    });
    const [message] = await local.receive({
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    });

    expect(message).toMatchObject({
      MessageId,
      Body: 'é\n{"a":1}',
      MessageAttributes,
      MD5OfMessageAttributes,
      Attributes: { ApproximateReceiveCount: '1' },
    });
  });

  test('with attributes has AWS’s digest', async () => {
    const { MD5OfMessageAttributes, MD5OfMessageBody } = await local.send('hello', {
      MessageAttributes: { timestamp: { DataType: 'Number', StringValue: '1493147359900' } },
    });

    expect(MD5OfMessageBody).toBe('5d41402abc4b2a76b9719d911017c592');
    expect(MD5OfMessageAttributes).toBe('235c5c510d26fb653d073faed50ae77c');
  });

  test('is hidden while someone has it, and visible again afterwards', async () => {
    await local.send('hello');

    expect(await local.bodies({ VisibilityTimeout: 600 })).toEqual(['hello']);
    expect(await local.bodies()).toEqual([]);
    const waiting = local.bodies({ WaitTimeSeconds: 20 });
    local.letPass(601);
    expect(await waiting).toEqual(['hello']);
  });

  test('can be made visible early', async () => {
    await local.send('hello');
    const [{ ReceiptHandle } = {}] = await local.receive();

    await local.client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: local.QueueUrl,
        ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );

    expect(await local.bodies()).toEqual(['hello']);
    await expect(
      local.client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: local.QueueUrl,
          ReceiptHandle,
          VisibilityTimeout: 0,
        }),
      ),
    ).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  });

  test('that is deleted is gone; an earlier receipt deletes nothing', async () => {
    await local.send('hello');
    const [first] = await local.receive({ VisibilityTimeout: 0 });
    const [second] = await local.receive({ VisibilityTimeout: 0 });
    const remove = (ReceiptHandle: string | undefined) =>
      local.client.send(new DeleteMessageCommand({ QueueUrl: local.QueueUrl, ReceiptHandle }));

    await remove(first?.ReceiptHandle);
    expect(await local.bodies({ VisibilityTimeout: 0 })).toEqual(['hello']);
    const [third] = await local.receive();
    await remove(third?.ReceiptHandle);

    expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
    expect(await local.bodies()).toEqual([]);
  });

  test('with a delay arrives after it', async () => {
    await local.send('later', { DelaySeconds: 600 });

    expect(await local.bodies()).toEqual([]);
    local.letPass(601);
    expect(await local.bodies()).toEqual(['later']);
  });

  test('is gone when its queue’s retention is over', async () => {
    local.sqs.configureQueue({ ...INBOX, retentionSeconds: 60 });
    await local.send('old');
    local.letPass(61);
    await local.send('new');

    expect(await local.bodies()).toEqual(['new']);
  });

  test('received too often goes to the dead-letter queue', async () => {
    const deadLetterTargetArn = arnOf('sqs', 'dead-letters');
    local.sqs.configureQueue({ ...INBOX, arn: deadLetterTargetArn, name: 'dead-letters' });
    local.sqs.configureQueue({
      ...INBOX,
      redrivePolicy: { deadLetterTargetArn, maxReceiveCount: 2 },
    });
    await local.send('poison');

    expect(await local.bodies({ VisibilityTimeout: 0 })).toEqual(['poison']);
    expect(await local.bodies({ VisibilityTimeout: 0 })).toEqual(['poison']);
    expect(await local.bodies({ VisibilityTimeout: 0 })).toEqual([]);
    expect(
      await local.bodies({ QueueUrl: local.QueueUrl.replace('inbox', 'dead-letters') }),
    ).toEqual(['poison']);
  });
});

describe('a queue', () => {
  test('is found by its name', async () => {
    local.sqs.configureQueue({ ...INBOX, arn: arnOf('sqs', 'other'), name: 'other' });

    const { QueueUrl: found } = await local.client.send(
      new GetQueueUrlCommand({ QueueName: 'inbox' }),
    );
    const { QueueUrls } = await local.client.send(
      new ListQueuesCommand({ QueueNamePrefix: 'oth' }),
    );

    expect(found).toBe(local.QueueUrl);
    expect(QueueUrls).toEqual([local.QueueUrl.replace('inbox', 'other')]);
  });

  test('reports its number of messages', async () => {
    await local.send('a');
    await local.send('b');
    await local.send('c', { DelaySeconds: 900 });
    await local.receive({ MaxNumberOfMessages: 1 });

    const { Attributes } = await local.client.send(
      new GetQueueAttributesCommand({ QueueUrl: local.QueueUrl, AttributeNames: ['All'] }),
    );
    const { Attributes: one } = await local.client.send(
      new GetQueueAttributesCommand({ QueueUrl: local.QueueUrl, AttributeNames: ['QueueArn'] }),
    );

    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
      VisibilityTimeout: '30',
      MessageRetentionPeriod: '345600',
    });
    expect(one).toEqual({ QueueArn: INBOX.arn });
  });

  test('is empty after a purge', async () => {
    await local.send('a');

    await local.client.send(new PurgeQueueCommand({ QueueUrl: local.QueueUrl }));

    expect(await local.bodies()).toEqual([]);
  });

  test('keeps its messages across a restart', async () => {
    await local.send('a');

    const restarted = startSqs({ db: local.db, clock: local.clock });
    const again = await serve(restarted.handle);
    const other = new SQSClient(again.client);
    const { Messages } = await other.send(new ReceiveMessageCommand({ QueueUrl: local.QueueUrl }));
    restarted.stop();
    other.destroy();
    again.close();

    expect(Messages?.map(({ Body }) => Body)).toEqual(['a']);
  });

  test('that was removed or never existed is refused with SQS’s error', async () => {
    local.sqs.removeQueue(INBOX.arn);

    expect(local.sqs.send(INBOX.arn, 'hello')).toBe(false);
    const error = { name: 'QueueDoesNotExist' };
    await expect(local.send('hello')).rejects.toMatchObject(error);
    await expect(local.receive()).rejects.toMatchObject(error);
    await expect(
      local.client.send(new GetQueueUrlCommand({ QueueName: 'inbox' })),
    ).rejects.toMatchObject(error);
  });
});

describe('an unsupported request', () => {
  const call = async (target: string, body: string) => {
    const response = await fetch(local.port.client.endpoint, {
      method: 'POST',
      headers: { 'X-Amz-Target': target },
      body,
    });
    return { status: response.status, ...((await response.json()) as object) };
  };

  test('is refused with its error', async () => {
    expect(await call('AmazonSQS.CreateQueue', '{}')).toEqual({
      status: 400,
      __type: 'com.amazonaws.sqs#UnsupportedOperation',
      message: 'CreateQueue is not known here',
    });
    expect(await call('AmazonSQS.SendMessage', '{')).toMatchObject({
      status: 400,
      __type: 'com.amazonaws.sqs#SerializationException',
    });
    expect(await call('AmazonSQS.SendMessage', '{"QueueUrl":1}')).toMatchObject({
      status: 400,
      __type: 'com.amazonaws.sqs#InvalidParameterValue',
    });
  });
});
