import { beforeEach, expect, test } from '@jest/globals';
import type { Metadata } from '@video-service/shared/metadata';
import { followSessions, type Follower } from './follow-sessions.ts';
import { newSession, progressOf } from './session.ts';
import type { SessionEvent } from './session-events.ts';

const id = '0b6ecf5e-66c4-4b54-9d2b-8d3f9f1f4a11';
const uploaded: SessionEvent = { type: 'uploaded', id, key: 'videos/clip.mp4' };
const finished: SessionEvent = { type: 'finished', id };
const step = (done: Omit<Extract<SessionEvent, { type: 'step' }>['done'], 'id'>): SessionEvent => ({
  type: 'step',
  id,
  done: { id, ...done },
});
const label = (frame: string) => step({ step: 'label', frame, labels: [] });
const captures = step({
  step: 'captures',
  captures: [
    { frame: '0', time: 0, capture: 'a' },
    { frame: '500', time: 0.5, capture: 'b' },
  ],
});

let log: string[];
let metadata: Map<string, Metadata>;
let follower: Follower;

beforeEach(() => {
  log = [];
  // The fields that are read.
  metadata = new Map([[id, { id, status: 1, video: 'videos/clip.mp4' } as Metadata]]);
  follower = followSessions({
    show: (session) => log.push([session.name, ...progressOf(session)].join(', ')),
    finish: ({ name }, { status }) => log.push(`${name} ends with ${status}`),
    settle: () => log.push('settled'),
    readMetadata: (id) => {
      const found = metadata.get(id);
      return found ? Promise.resolve(found) : Promise.reject(new Error('NoSuchKey'));
    },
    onError: (error) => log.push(String(error)),
  });
});

const handle = async (...events: SessionEvent[]) => {
  events.forEach(follower.handle);
  await new Promise(setImmediate);
};

test('a video is followed from its upload to its metadata.json', async () => {
  await handle(uploaded, step({ step: 'gif' }), captures, label('0'), label('500'), finished);

  expect(log).toEqual([
    'clip.mp4',
    'clip.mp4, gif',
    'clip.mp4, gif, 2 captures, labels 0 of 2',
    'clip.mp4, gif, 2 captures, labels 1 of 2',
    'clip.mp4, gif, 2 captures, labels 2 of 2',
    'clip.mp4 ends with 1',
    'settled',
  ]);
});

test('repeated and reordered steps count once', async () => {
  await handle(uploaded, label('0'), label('0'), captures, uploaded, captures);

  expect(log.at(-1)).toBe('clip.mp4, 2 captures, labels 1 of 2');
});

test('events after the end change nothing', async () => {
  await handle(uploaded, finished);
  log.length = 0;

  await handle(uploaded, label('0'), finished);

  expect(log).toEqual([]);
  expect(follower.isSettled()).toBe(true);
});

test('everything is settled when the last of several videos has ended', async () => {
  const other = '1b6ecf5e-66c4-4b54-9d2b-8d3f9f1f4a12';
  await handle(uploaded, { ...uploaded, id: other }, finished);

  expect(log).not.toContain('settled');
  expect(follower.isSettled()).toBe(false);
});

test('a session left open by an earlier run continues where it was', async () => {
  follower.resume({ ...newSession(id, 'clip.mp4', 0), captureCount: 2, labelled: new Set(['0']) });

  await handle(label('500'));

  expect(log.at(-1)).toBe('clip.mp4, 2 captures, labels 2 of 2');
});

test('a session that ends without having been seen has the name of its video', async () => {
  await handle(finished);

  expect(log).toEqual(['clip.mp4 ends with 1', 'settled']);
});

test('an unreadable metadata.json is reported', async () => {
  metadata.clear();

  await handle(uploaded, finished);

  expect(log.at(-1)).toBe('Error: NoSuchKey');
});
