import { expect, test } from '@jest/globals';
import { READY } from '../stores/session.ts';
import { diedAndDeliveredAgain } from '../testing/dying.ts';
import { errorAt, video } from '../testing/example.ts';
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

test('a delivery after the session is finished starts nothing', async () => {
  const ports = fakePorts();
  await ports.sessions.open(video);
  await ports.sessions.close(video.id, READY);

  expect(await createSession(video, ports)).toBe('session is closed');

  expect(ports.started).toEqual([]);
});

test('a delivery after the session has failed but is still open starts what then stops by itself', async () => {
  const ports = fakePorts();
  await ports.sessions.open(video);
  await ports.sessions.fail(video.id, errorAt('gif'));

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

test('a process that dies anywhere leaves a session that the next delivery starts', async () => {
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
