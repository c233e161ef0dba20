import { expect, test } from '@jest/globals';
import { MalformedRecord } from './decode.ts';
import { deletionNewsIn } from './deletions.ts';
import { s3Notification, snsEvent } from './testing/sns-event.ts';

const id = '7f9c24e8-3b12-4fef-91e0-5f1ee9a1a3b4';
const order = { kind: 'delete', id, key: 'videos/a b.mp4', by: 'owner' };
const deleted = { kind: 'deleted', id, service: 'video-service', at: '2026-11-22T12:00:00.000Z' };

test('the deletion topic carries deletion requests, confirmations and removed objects', () => {
  const removed = s3Notification(
    { key: 'videos/a+b.mp4', eventName: 'ObjectRemoved:Delete' },
    { key: 'videos/c.mp4', eventName: 'ObjectCreated:Put' },
    { key: 'videos/folder/', eventName: 'ObjectRemoved:Delete' },
  );

  expect(deletionNewsIn(snsEvent(order, removed, deleted, { Event: 's3:TestEvent' }))).toEqual([
    order,
    { kind: 'removed', bucket: 'source', key: 'videos/a b.mp4' },
    deleted,
  ]);
});

test.each([
  ['no JSON', 'nonsense'],
  ['an unknown kind', { ...order, kind: 'forget' }],
  ['an id that is none', { ...order, id: '../../etc' }],
  ['nobody who wants it', { ...order, by: 'stranger' }],
  ['a notification of something else', { Hello: 1 }],
])('a message with %s is malformed', (_, message) => {
  expect(deletionNewsIn(snsEvent(message))).toEqual([expect.any(MalformedRecord)]);
});
