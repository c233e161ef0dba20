import { expect, test } from '@jest/globals';
import { recordingOf } from './recording-of.ts';

const ID = '7f9c24e8-3b12-4fef-91e0-5f1ee9a1a3b4';
const STORED = '2026-11-22T20:05:00.000Z';
const sessionOf = (key: string) => ({
  source: { bucket: 'source', key, size: 7 },
  createdAt: '2026-11-22T20:06:00.000Z',
});
const stored = (meta: Record<string, string> = {}) => ({
  details: { storedAt: STORED, meta },
  zone: 'Europe/Berlin',
});

test('a tag with an offset overrides the name, and the first folder is the camera', () => {
  const session = sessionOf('videos/garden/20261122_210305.mp4');

  expect(recordingOf(session, { creationDate: '2026-11-22T21:03:04+0100' }, stored())).toEqual({
    camera: 'garden',
    recorded: { at: '2026-11-22T20:03:04.000Z', offset: '+01:00', from: 'tag' },
  });
});

test('under a session id, the object’s metadata has the sender’s camera and file time', () => {
  const session = sessionOf(`videos/${ID}/clip.mp4`);
  const meta = { camera: 'front%20door', 'file-time': '2026-11-22T21:04:00+01:00' };

  expect(recordingOf(session, {}, stored(meta))).toEqual({
    camera: 'front door',
    recorded: { at: '2026-11-22T20:04:00.000Z', offset: '+01:00', from: 'file' },
  });
});

test('a recording time known only from the upload is omitted', () => {
  const session = sessionOf(`videos/${ID}/clip.mp4`);

  expect(recordingOf(session, {}, stored())).toEqual({});
  expect(recordingOf(session, { creationTime: '2031-01-01T00:00:00Z' }, stored())).toEqual({});
});

test('for a deleted object, the opening time of its session is used', () => {
  const session = sessionOf('videos/garden/20261122_210305.mp4');

  expect(recordingOf(session, {}, { details: undefined, zone: 'Europe/Berlin' })).toEqual({
    camera: 'garden',
    recorded: { at: '2026-11-22T20:03:05.000Z', offset: '+01:00', from: 'name' },
  });
});

test.each([['%E0%A4%A'], ['%00'], [' '], ['x'.repeat(101)], ['']])(
  'a camera with an invalid name is omitted: %j',
  (camera) => {
    expect(recordingOf(sessionOf(`videos/${ID}/clip.mp4`), {}, stored({ camera }))).toEqual({});
  },
);
