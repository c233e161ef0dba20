import { expect, test } from '@jest/globals';
import { FAILED, READY } from '@video-service/shared/session';
import { diedAndDeliveredAgain } from '../testing/dying.ts';
import { errorAt, SESSION, video } from '../testing/example.ts';
import { fakePorts } from '../testing/fake-ports.ts';
import { createSession } from './create-session.ts';

test('a new video gets a session and is rendered', async () => {
  const ports = fakePorts();

  expect(await createSession(video, ports)).toBe('render started');

  expect([...ports.sessions.rows.values()]).toMatchObject([
    { id: video.id, status: 0, source: { bucket: 'source', key: 'videos/my clip.mp4', size: 7 } },
  ]);
  expect(ports.started).toEqual([video]);
});

test('a repeated delivery keeps one session and starts rendering again', async () => {
  const ports = fakePorts();

  await createSession(video, ports);
  await Promise.all([createSession(video, ports), createSession(video, ports)]);

  expect(ports.sessions.rows.size).toBe(1);
  expect(ports.started).toEqual([video, video, video]);
});

test('a delivery after the session has finished starts nothing', async () => {
  const ports = fakePorts();
  await ports.sessions.open(video);
  await ports.sessions.close(SESSION, READY);

  expect(await createSession(video, ports)).toBe('session is closed');

  expect(ports.started).toEqual([]);
});

test('a delivery after a failed session that is still open starts steps that stop by themselves', async () => {
  const ports = fakePorts();
  await ports.sessions.open(video);
  await ports.sessions.fail(SESSION, errorAt('gif'));

  expect(await createSession(video, ports)).toBe('render started');
  expect(ports.sessions.rows.get(video.id)).toMatchObject({ error: errorAt('gif') });
});

test.each([{ key: 'videos/other.mp4' }, { bucket: 'another-bucket' }])(
  'another file with the id of a session (%j) is not rendered into it',
  async (other) => {
    const ports = fakePorts();
    await createSession(video, ports);

    expect(await createSession({ ...video, ...other }, ports)).toBe('session is taken');

    expect(ports.started).toEqual([video]);
    expect(ports.sessions.rows.get(video.id)?.source).toMatchObject({ key: video.key });
  },
);

const empty = { ...video, size: 0, etag: '"empty"' };
const full = { ...video, etag: '"full"' };

test.each([
  ['open', async () => undefined],
  [
    'failed',
    async ({ sessions }: ReturnType<typeof fakePorts>) => {
      const session = { id: video.id, source: empty };
      await sessions.fail(session, errorAt('probe'));
      await sessions.close(session, FAILED);
    },
  ],
])('the complete video after an empty one, whose session is %s, is rendered', async (_, end) => {
  const ports = fakePorts();
  await createSession(empty, ports);
  await end(ports);

  expect(await createSession(full, ports)).toBe('render started');
  expect(await createSession(full, ports)).toBe('render started');
  expect(await createSession(empty, ports)).toBe('session is taken');

  expect(ports.started).toEqual([empty, full, full]);
  expect(ports.sessions.rows.get(video.id)).toMatchObject({ status: 0, source: { size: 7 } });
});

test('the complete video is rendered, before the empty one or concurrently', async () => {
  const inTurn = fakePorts();
  await createSession(full, inTurn);
  await createSession(empty, inTurn);
  expect(inTurn.started).toEqual([full]);

  const atOnce = fakePorts();
  await Promise.all([full, empty, full, empty].map((each) => createSession(each, atOnce)));
  expect(atOnce.sessions.rows.get(video.id)).toMatchObject({ source: { size: 7 } });
  expect(atOnce.started).toContainEqual(full);
});

test('the same content stored again is the same video, other content is not', async () => {
  const ports = fakePorts();
  await createSession(full, ports);

  expect(await createSession(full, ports)).toBe('render started');
  expect(await createSession({ ...full, etag: '"other"' }, ports)).toBe('session is taken');
});

test('a session opened by an earlier version, without an eTag, continues', async () => {
  const ports = fakePorts();
  await ports.sessions.open(video);

  expect(await createSession(full, ports)).toBe('render started');
});

test('a crash anywhere after an empty upload leaves a started session', async () => {
  const lives = await diedAndDeliveredAgain(
    async () => {
      const ports = fakePorts();
      await createSession(empty, ports);
      return ports;
    },
    (ports) => createSession(full, ports),
  );

  expect(lives).toHaveLength(6);
  for (const { ports } of lives) {
    expect(ports.sessions.rows.get(video.id)).toMatchObject({ source: { size: 7 } });
    expect(ports.started.at(-1)).toEqual(full);
  }
});

test('a crash anywhere leaves a session that the next delivery starts', async () => {
  const lives = await diedAndDeliveredAgain(
    async () => fakePorts(),
    (ports) => createSession(video, ports),
  );

  expect(lives.map(({ died }) => died)).toEqual([
    'before call 1',
    'before call 2',
    'after call 1',
    'after call 2',
  ]);
  for (const { ports } of lives) {
    expect([...ports.sessions.rows.keys()]).toEqual([video.id]);
    expect(ports.started.at(-1)).toEqual(video);
  }
});
