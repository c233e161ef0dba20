import { expect, test } from '@jest/globals';
import { MalformedRecord } from './decode.ts';
import { failuresIn } from './failures.ts';
import { snsEvent } from './testing/sns-event.ts';

const failed = {
  version: '1.0',
  timestamp: '2026-11-22T00:00:00.000Z',
  requestContext: {
    requestId: 'e4b46cbf-b738-xmpl-8880-a18cdf61200e',
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:video-service-dev-status:$LATEST',
    condition: 'RetriesExhausted',
    approximateInvokeCount: 3,
  },
  requestPayload: snsEvent({ id: 'a' }),
  responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
  responsePayload: { errorType: 'Error', errorMessage: 'Task timed out after 30.00 seconds' },
};

test('a failed invocation names its function, event and reason', () => {
  expect(failuresIn(snsEvent(failed))).toMatchObject([
    {
      functionName: 'video-service-dev-status',
      event: { Records: [{ Sns: { Message: '{"id":"a"}' } }] },
      reason: 'Task timed out after 30.00 seconds',
    },
  ]);
});

test('an invocation that never ran has its condition as the reason', () => {
  const requestContext = { ...failed.requestContext, condition: 'EventAgeExceeded' };

  expect(
    failuresIn(snsEvent({ ...failed, requestContext, responsePayload: undefined })),
  ).toMatchObject([{ reason: 'EventAgeExceeded' }]);
});

test('failed schedules are skipped', () => {
  expect(
    failuresIn(snsEvent({ ...failed, requestPayload: { source: 'aws.events', detail: {} } })),
  ).toEqual([]);
});

test('a message of another kind is malformed and does not hide the others', () => {
  expect(failuresIn(snsEvent({ hello: 1 }, failed))).toMatchObject([
    expect.any(MalformedRecord),
    { functionName: 'video-service-dev-status' },
  ]);
});
