import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as v from 'valibot';
import { MalformedRecord } from './decode.ts';
import { forEach, messagesIn, objectsIn } from './events.ts';
import { s3Notification, snsEvent } from './testing/sns-event.ts';

const keysIn = (...messages: unknown[]) =>
  objectsIn(snsEvent(...messages)).map((object) =>
    object instanceof MalformedRecord ? object.message : object.key,
  );

describe('objects in an S3 notification', () => {
  test('finds every object of every message', () => {
    const first = s3Notification({ key: 'videos/a.mp4' }, { key: 'videos/b.mp4' });
    const second = s3Notification({ key: 'videos/c.mp4', bucket: 'other', size: 7 });

    expect(keysIn(first, second)).toEqual(['videos/a.mp4', 'videos/b.mp4', 'videos/c.mp4']);
    expect(objectsIn(snsEvent(second))).toEqual([
      {
        bucket: 'other',
        key: 'videos/c.mp4',
        size: 7,
        version: '0A',
        etag: '"d41d8cd98f00b204e9800998ecf8427e"',
      },
    ]);
  });

  test('an object without an eTag in the notification has none', () => {
    const { Records } = s3Notification({ key: 'a' });
    for (const { s3 } of Records) Reflect.deleteProperty(s3.object, 'eTag');

    expect(objectsIn(snsEvent({ Records }))).toEqual([
      { bucket: 'source', key: 'a', size: 1, version: '0A' },
    ]);
  });

  test('the version id takes precedence over the sequencer', () => {
    const { Records } = s3Notification({ key: 'a', sequencer: '0B' });
    const versioned = Records.map((record) => ({
      ...record,
      s3: { ...record.s3, object: { ...record.s3.object, versionId: 'v1' } },
    }));

    expect(objectsIn(snsEvent({ Records: versioned }))).toMatchObject([{ version: 'v1' }]);
  });

  test('keys are form-decoded', () => {
    expect(keysIn(s3Notification({ key: 'videos/my+clip%2B1%25+%C3%A9%F0%9F%8E%AC.mp4' }))).toEqual(
      ['videos/my clip+1% é🎬.mp4'],
    );
  });

  test("any key survives S3's form encoding", () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        const key = `videos/${name}.mp4`;
        const encoded = encodeURIComponent(key).replaceAll('%20', '+');
        expect(keysIn(s3Notification({ key: encoded }))).toEqual([key]);
      }),
      { seed: 1 },
    );
  });

  test('skips folders, deletions and the test event of a new notification', () => {
    expect(
      keysIn(
        { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'source' },
        s3Notification({ key: 'videos/folder/', size: 0 }),
        s3Notification({ key: 'videos/gone.mp4', eventName: 'ObjectRemoved:Delete' }),
      ),
    ).toEqual([]);
  });

  test('reports a malformed record beside the good ones, without its content', () => {
    const { Records } = s3Notification({ key: 'videos/a.mp4' }, { key: 'videos/%E0%A4.mp4' });
    const secret = { eventName: 'ObjectCreated:Put', s3: { token: 'secret' } };

    expect(keysIn({ Records: [...Records, secret] }, 'not JSON {')).toEqual([
      'videos/a.mp4',
      's3.object.key: expected a form-encoded key',
      's3.bucket: expected "bucket"; s3.object: expected "object"',
      'record: expected parse_json',
    ]);
  });
});

describe('messages of an event', () => {
  const Greeting = v.object({ hello: v.string() });

  test('are parsed one per record', () => {
    expect(messagesIn(snsEvent({ hello: 'a' }, { hello: 'b' }), Greeting)).toEqual([
      { hello: 'a' },
      { hello: 'b' },
    ]);
  });

  test('are malformed if they do not fit the schema', () => {
    expect(messagesIn(snsEvent({ hello: 1 }, { hello: 'b' }), Greeting)).toEqual([
      new MalformedRecord('hello: expected string'),
      { hello: 'b' },
    ]);
  });
});

describe('processing every item', () => {
  const failOn = (bad: string, done: string[]) => async (item: string) => {
    if (item === bad) throw new Error(`no ${item}`);
    done.push(item);
  };

  test('does the work for all items when one fails, then throws that error', async () => {
    const done: string[] = [];

    await expect(forEach(['a', 'b', 'c'], failOn('a', done))).rejects.toThrow('no a');
    expect(done).toEqual(['b', 'c']);
  });

  test('does the work for the good records, then throws for the malformed one', async () => {
    const done: string[] = [];
    const malformed = new MalformedRecord('hello: expected string');

    await expect(forEach([malformed, 'b'], failOn('', done))).rejects.toBe(malformed);
    expect(done).toEqual(['b']);
  });

  test('throws several errors together', async () => {
    const failing = forEach([new MalformedRecord('x'), 'a', 'b'], failOn('a', []));

    await expect(failing).rejects.toMatchObject({
      message: '2 of 3 failed',
      errors: [new MalformedRecord('x'), new Error('no a')],
    });
  });
});
