import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startTestSqs, type TestSqs } from './testing/test-sqs.ts';

let local: TestSqs;
beforeEach(async () => {
  local = await startTestSqs();
});
afterEach(() => local.stop());

const sendAll = (...bodies: string[]) =>
  local.client.send(
    new SendMessageBatchCommand({
      QueueUrl: local.QueueUrl,
      Entries: bodies.map((MessageBody, id) => ({ Id: String(id), MessageBody })),
    }),
  );

test('messages are sent, hidden and deleted in batches', async () => {
  const { Successful = [], Failed } = await sendAll('a', 'b', 'c');
  expect(Successful.map(({ Id }) => Id)).toEqual(['0', '1', '2']);
  expect(Failed).toEqual([]);

  const received = await local.receive();
  const entries = received.map(({ ReceiptHandle }, id) => ({ Id: String(id), ReceiptHandle }));
  await local.client.send(
    new ChangeMessageVisibilityBatchCommand({
      QueueUrl: local.QueueUrl,
      Entries: entries.slice(0, 2).map((entry) => ({ ...entry, VisibilityTimeout: 0 })),
    }),
  );
  expect(await local.bodies()).toEqual(['a', 'b']);
  await local.client.send(
    new DeleteMessageBatchCommand({ QueueUrl: local.QueueUrl, Entries: entries.slice(2) }),
  );
  local.letPass(31);

  expect(await local.bodies()).toEqual(['a', 'b']);
});

test('a failing entry does not affect the others', async () => {
  await sendAll('a');
  const [{ ReceiptHandle = '' } = {}] = await local.receive();

  const { Successful, Failed } = await local.client.send(
    new ChangeMessageVisibilityBatchCommand({
      QueueUrl: local.QueueUrl,
      Entries: [
        { Id: 'odd', ReceiptHandle: 'odd', VisibilityTimeout: 0 },
        { Id: 'good', ReceiptHandle, VisibilityTimeout: 0 },
      ],
    }),
  );

  expect(Successful).toEqual([{ Id: 'good' }]);
  expect(Failed).toEqual([
    {
      Id: 'odd',
      SenderFault: true,
      Code: 'ReceiptHandleIsInvalid',
      Message: 'The receipt handle is not that of the last receipt.',
    },
  ]);
});

test.each([
  ['none', [], 'EmptyBatchRequest'],
  ['eleven', Array.from({ length: 11 }, (_, id) => String(id)), 'TooManyEntriesInBatchRequest'],
  ['two of the same Id', ['a', 'a'], 'BatchEntryIdsNotDistinct'],
])('of entries, %s are refused', async (_, ids, name) => {
  await expect(
    local.client.send(
      new SendMessageBatchCommand({
        QueueUrl: local.QueueUrl,
        Entries: ids.map((Id) => ({ Id, MessageBody: 'x' })),
      }),
    ),
  ).rejects.toMatchObject({ name });
  expect(await local.bodies()).toEqual([]);
});

test('messages of more than a mebibyte together are all refused', async () => {
  await expect(sendAll('x'.repeat(600_000), 'y'.repeat(600_000))).rejects.toMatchObject({
    name: 'BatchRequestTooLong',
  });
  expect(await local.bodies()).toEqual([]);
});
