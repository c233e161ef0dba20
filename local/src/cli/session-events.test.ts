import { expect, test } from '@jest/globals';
import { sessionIdOf } from '@video-service/shared/keys';
import { sessionEventsIn } from './session-events.ts';

const buckets = { source: 'source', render: 'render' };
const id = '0b6ecf5e-66c4-4b54-9d2b-8d3f9f1f4a11';

const eventsIn = (...messages: unknown[]) =>
  sessionEventsIn(
    JSON.stringify({ Records: messages.map((m) => ({ Sns: { Message: JSON.stringify(m) } })) }),
    buckets,
  );
const created = (bucket: string, key: string) => ({
  Records: [
    {
      eventName: 'ObjectCreated:Put',
      s3: { bucket: { name: bucket }, object: { key, size: 1, sequencer: '01' } },
    },
  ],
});

test('an upload opens the session that create-session will give it', () => {
  const key = 'videos/my clip.mp4';

  expect(eventsIn(created('source', 'videos/my+clip.mp4'))).toEqual([
    { type: 'uploaded', id: sessionIdOf({ bucket: 'source', key, version: '01' }), key },
  ]);
});

test('an upload delivered to a queue also opens its session', () => {
  const key = 'videos/clip.mp4';
  const message = JSON.stringify(created('source', key));

  expect(sessionEventsIn(message, buckets)).toEqual([
    { type: 'uploaded', id: sessionIdOf({ bucket: 'source', key, version: '01' }), key },
  ]);
  expect(sessionEventsIn('nonsense', buckets)).toEqual([]);
  expect(sessionEventsIn('{"requestContext":{}}', buckets)).toEqual([]);
});

test('a finished step is reported with its session', () => {
  const done = { id, step: 'gif', gif: `${id}/clip.gif` };

  expect(eventsIn(done)).toEqual([{ type: 'step', id, done }]);
});

test('a metadata.json ends its session', () => {
  expect(eventsIn(created('render', `${id}/metadata.json`))).toEqual([{ type: 'finished', id }]);
});

test('other messages on the topics are ignored', () => {
  expect(
    eventsIn(
      created('source', `captures/${id}/clip-0.png`),
      created('render', `${id}/clip.gif`),
      created('other', 'videos/clip.mp4'),
      { Service: 'Amazon S3', Event: 's3:TestEvent' },
      { id, bucket: 'source', key: 'videos/clip.mp4', size: 1 },
      'nonsense',
    ),
  ).toEqual([]);
});
