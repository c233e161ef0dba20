import { expect, test } from '@jest/globals';
import { s3Notification, snsEvent } from '@video-service/shared/testing/sns-event';
import { captureOf, ID, video } from '../testing/example.ts';
import { failedWorkIn } from './failed-work.ts';

const failed = (functionName: string, ...messages: unknown[]) =>
  failedAt('dev', functionName, ...messages);
const failedAt = (stage: string, functionName: string, ...messages: unknown[]) =>
  failedWorkIn(
    {
      functionName: `video-service-${stage}-${functionName}`,
      event: snsEvent(...messages),
      reason: 'RetriesExhausted',
    },
    `video-service-${stage}-`,
  );
const encoded = (key: string) => key.replaceAll(' ', '+');

test('a failed create-session names every video of its event', () => {
  const upload = { key: `videos/${ID}/a+b.mp4`, size: 7 };

  expect(failed('create-session', s3Notification(upload, { key: 'videos/c.mp4' }))).toMatchObject([
    {
      step: 'create-session',
      video: { id: ID, bucket: 'source', key: `videos/${ID}/a b.mp4`, size: 7 },
    },
    { step: 'create-session', video: { key: 'videos/c.mp4' } },
  ]);
});

test.each(['create-gif', 'create-captures'])('a failed %s names its video', (step) => {
  expect(failed(step, video)).toEqual([{ step, video }]);
});

test('a failed get-labels names its capture', () => {
  expect(failed('get-labels', s3Notification({ key: encoded(captureOf('500')) }))).toEqual([
    { step: 'get-labels', id: ID, frame: '500' },
  ]);
});

test('a failed status names its session', () => {
  expect(failed('status', { id: ID, step: 'gif', gif: 'a.gif' })).toEqual([
    { step: 'status', id: ID },
  ]);
});

test('a stage can be named like a step', () => {
  const done = { id: ID, step: 'gif', gif: 'a.gif' };
  expect(failedAt('create-gif', 'status', done)).toEqual([{ step: 'status', id: ID }]);
});

test('records without a session are left to the dead-letter queue', () => {
  expect(failed('create-gif', { hello: 1 }, video)).toEqual([{ step: 'create-gif', video }]);
  expect(failed('get-labels', s3Notification({ key: 'captures/stray.png' }))).toEqual([]);
});

test('other functions are ignored, even if their name ends like a step', () => {
  const done = { id: ID, step: 'gif', gif: 'a.gif' };
  expect(failed('download', video)).toEqual([]);
  expect(failed('notify-status', done)).toEqual([]);
  expect(failed('re-create-gif', video)).toEqual([]);
});
