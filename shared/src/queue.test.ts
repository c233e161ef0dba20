import { expect, test } from '@jest/globals';
import { objectHandler } from './queue.ts';
import { s3Notification, snsEvent, sqsEvent } from './testing/sns-event.ts';

const recording = (isBad: (key: string) => boolean = () => false) => {
  const worked: [string, number][] = [];
  const reported: unknown[] = [];
  const handler = objectHandler(
    async ({ key }, tries) => {
      if (isBad(key)) throw new Error(`bad ${key}`);
      worked.push([key, tries]);
    },
    (error) => reported.push(error),
  );
  return { worked, reported, handler };
};

const [first, second, third] = ['a', 'b', 'c'].map((key) => s3Notification({ key }));

test('every object of every message is processed, with its receive count', async () => {
  const { worked, handler } = recording();

  const response = await handler(sqsEvent({ body: first }, { body: second, tries: 3 }));

  expect(response).toEqual({ batchItemFailures: [] });
  expect(worked).toEqual([
    ['a', 1],
    ['b', 3],
  ]);
});

test('a message whose work fails stays in the queue, is reported, and does not block others', async () => {
  const { worked, reported, handler } = recording((key) => key === 'b');

  const response = await handler(
    sqsEvent({ body: first }, { body: second }, { body: third }, { body: '{' }),
  );

  expect(response).toEqual({
    batchItemFailures: [{ itemIdentifier: 'message-1' }, { itemIdentifier: 'message-3' }],
  });
  expect(worked.map(([key]) => key)).toEqual(['a', 'c']);
  expect(reported.map(String).toSorted()).toEqual([
    'Error: bad b',
    'MalformedRecord: record: expected parse_json',
  ]);
});

test('the test event of a new notification is removed from the queue', async () => {
  const { worked, handler } = recording();
  const body = { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'source' };

  expect(await handler(sqsEvent({ body }))).toEqual({ batchItemFailures: [] });
  expect(worked).toEqual([]);
});

test('an SNS event of an earlier version is processed, and fails as a whole', async () => {
  const { worked, handler } = recording((key) => key === 'b');

  expect(await handler(snsEvent(first))).toEqual({ batchItemFailures: [] });
  await expect(handler(snsEvent(second, third))).rejects.toThrow('bad b');

  expect(worked.map(([key]) => key)).toEqual(['a', 'c']);
});

test('an event of another kind is rejected', async () => {
  await expect(recording().handler({ Records: [{ kinesis: {} }] })).rejects.toThrow();
});
