import { expect, test } from '@jest/globals';
import { InvalidInput } from '@video-service/shared/errors';
import { READY } from '@video-service/shared/session';
import { diedAndDeliveredAgain } from '../testing/dying.ts';
import { captureOf, errorAt, facts, ID, video, SESSION } from '../testing/example.ts';
import { fakePorts } from '../testing/fake-ports.ts';
import { createCaptures } from './create-captures.ts';

const opened = async () => {
  const ports = fakePorts();
  await ports.sessions.open(video);
  return ports;
};
const never = () => Promise.reject(new Error('nothing is to be taken'));
const done = {
  id: ID,
  step: 'captures',
  captures: [
    { frame: '0', time: 0, capture: captureOf('0') },
    { frame: '500', time: 0.5, capture: captureOf('500') },
  ],
};

test('every capture gets a row, and a picture unless it repeats another', async () => {
  const ports = await opened();

  expect(await createCaptures(video, ports)).toBe('captures taken');

  expect([...(ports.labels.rows.get(ID)?.values() ?? [])]).toMatchObject([
    { frame: '0', time: 0 },
    { frame: '500', time: 0.5 },
    { frame: '1000', time: 1, sameAs: '500' },
  ]);
  expect([...ports.pictures]).toEqual([
    [captureOf('0'), '/tmp/0.png'],
    [captureOf('500'), '/tmp/1.png'],
  ]);
});

test('the session gets the number of captures to label and the file’s facts, and status is notified', async () => {
  const ports = await opened();

  await createCaptures(video, ports);

  const { bucket, key, size } = video;
  expect(ports.sessions.rows.get(ID)).toMatchObject({
    captures: 2,
    source: { bucket, key, size, ...facts },
  });
  expect(ports.published).toEqual([done]);
});

test('the session gets where and when its video was recorded', async () => {
  const ports = await opened();
  const describeSource = async () => ({
    storedAt: '2026-11-22T20:05:00.000Z',
    meta: { camera: 'garden', 'file-time': '2026-11-22T21:04:00+01:00' },
  });

  await createCaptures(video, { ...ports, describeSource });

  expect(ports.sessions.rows.get(ID)).toMatchObject({
    camera: 'garden',
    recorded: { at: '2026-11-22T20:04:00.000Z', offset: '+01:00', from: 'file' },
  });
});

test('captures are reported in order of time, however their rows are sorted', async () => {
  const ports = fakePorts([
    { frame: '9500', time: 9.5, kind: 'keyframe', file: '/tmp/0.png' },
    { frame: '10000', time: 10, kind: 'keyframe', file: '/tmp/1.png' },
  ]);
  await ports.sessions.open(video);

  await createCaptures(video, ports);

  const captures = [
    { frame: '9500', time: 9.5, capture: captureOf('9500') },
    { frame: '10000', time: 10, capture: captureOf('10000') },
  ];
  expect(ports.published).toEqual([{ ...done, captures }]);
});

test('every picture finds its row, and the number is reported when all pictures are stored', async () => {
  const ports = await opened();
  const seen: unknown[] = [];
  const putCapture = async () => {
    seen.push([ports.labels.rows.get(ID)?.size, ports.sessions.rows.get(ID)?.captures]);
  };

  await createCaptures(video, { ...ports, putCapture });

  expect(seen).toEqual([
    [3, undefined],
    [3, undefined],
  ]);
});

test('captures that do not fit into one message are split over several', async () => {
  const name = '長い名前'.repeat(30);
  const long = { ...video, key: `videos/${name}.mp4` };
  const frames = Array.from({ length: 1000 }, (_, index) => `${index}`);
  const ports = fakePorts(
    frames.map((frame) => ({
      frame,
      time: Number(frame) / 1000,
      kind: 'keyframe',
      file: '/tmp/0.png',
    })),
  );
  await ports.sessions.open(long);

  await createCaptures(long, ports);

  const told = ports.published.flatMap(({ captures = [] }) => captures.map(({ frame }) => frame));
  expect(told).toEqual(frames);
  expect(ports.published.map(({ frame }) => frame)).toEqual(
    ports.published.map(({ captures }) => captures?.[0]?.frame),
  );
  for (const message of ports.published)
    expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThan(256_000);
});

test('another try that chooses other frames changes nothing: the first complete choice stays', async () => {
  const ports = await opened();
  await createCaptures(video, ports);
  const other = fakePorts([
    { frame: '0', time: 0, kind: 'keyframe', file: '/tmp/0.png' },
    { frame: '500', time: 0.5, kind: 'keyframe', sameAs: '0' },
    { frame: '700', time: 0.7, kind: 'keyframe', file: '/tmp/1.png' },
  ]);

  // A concurrent run that read the session before its captures were chosen.
  const session = await ports.sessions.get(ID);
  const early = { ...session, captures: undefined, pictures: undefined };
  let reads = 0;
  const get = async (id: string) =>
    reads++ === 0 ? (early as typeof session) : ports.sessions.get(id);
  await createCaptures(video, {
    ...ports,
    sessions: { ...ports.sessions, get },
    extractCaptures: other.extractCaptures,
  });

  expect(ports.sessions.rows.get(ID)?.pictures).toEqual(new Set(['0', '500']));
  expect(ports.published).toEqual([done, done]);
});

test('a delivery for the empty upload does not affect the video that replaced it', async () => {
  const ports = fakePorts();
  await ports.sessions.open({ ...video, size: 0 });
  await ports.sessions.restart(video);

  expect(await createCaptures({ ...video, size: 0 }, ports)).toBe('session is taken');

  expect(ports.published).toEqual([]);
});

test('a video without captures waits for none', async () => {
  const ports = fakePorts([]);
  await ports.sessions.open(video);

  await createCaptures(video, ports);

  expect(ports.sessions.rows.get(ID)).toMatchObject({ captures: 0 });
  expect(ports.published).toEqual([{ ...done, captures: [] }]);
});

test('a repeated delivery reports the same and takes no pictures', async () => {
  const ports = await opened();
  await createCaptures(video, ports);

  await createCaptures(video, { ...ports, extractCaptures: never, putCapture: never });

  expect(ports.published).toEqual([done, done]);
});

test('captures that are taken again keep their labels', async () => {
  const ports = await opened();
  await ports.labels.add(ID, { frame: '0', time: 0 });
  await ports.labels.label(ID, '0', { labels: [], model: '3.0' });

  await createCaptures(video, ports);

  expect(await ports.labels.get(ID, '0')).toMatchObject({ labels: [], model: '3.0' });
});

test('a delivery for a finished or deleted session does nothing', async () => {
  const finished = await opened();
  await finished.sessions.close(SESSION, READY);

  for (const ports of [finished, fakePorts()]) {
    const before = ports.state();
    expect(await createCaptures(video, { ...ports, extractCaptures: never })).toBe(
      'session is closed',
    );
    expect(ports.state()).toEqual(before);
    expect(ports.published).toEqual([]);
  }
});

test('an invalid video fails its session at once', async () => {
  const ports = await opened();
  const extractCaptures = () => Promise.reject(new InvalidInput(errorAt('probe')));

  expect(await createCaptures(video, { ...ports, extractCaptures })).toBe('invalid video');

  expect(ports.sessions.rows.get(ID)).toMatchObject({ error: errorAt('probe') });
  expect(ports.published).toEqual([{ id: ID, step: 'failed' }]);
});

test('the next delivery recovers from a crash anywhere', async () => {
  const whole = await opened();
  await createCaptures(video, whole);

  const lives = await diedAndDeliveredAgain(opened, (ports) => createCaptures(video, ports));

  expect(lives).toHaveLength(24);
  for (const { died, ports } of lives) {
    expect({ died, ...ports.state() }).toEqual({ died, ...whole.state() });
    expect(ports.published.at(-1)).toEqual(done);
  }
});
