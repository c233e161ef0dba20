import { expect, test } from '@jest/globals';
import { Metadata } from '@video-service/shared/metadata';
import * as v from 'valibot';
import { diedAndDeliveredAgain } from '../testing/dying.ts';
import { errorAt, facts, GIF, ID, METADATA, video, SESSION, PREVIEWS } from '../testing/example.ts';
import { fakePorts } from '../testing/fake-ports.ts';
import { settleSession } from './settle-session.ts';

const opened = async () => {
  const ports = fakePorts();
  return { ports, session: await ports.sessions.open(video) };
};

const complete = async () => {
  const { ports, session } = await opened();
  for (const frame of ['0', '500']) {
    await ports.labels.add(ID, { frame, time: Number(frame) / 1000 });
    await ports.labels.label(ID, frame, { labels: [], model: '3.0' });
    await ports.sessions.addLabelled(ID, frame);
  }
  await ports.sessions.addGif(ID, GIF, PREVIEWS);
  await ports.sessions.addCaptures(session, { pictures: ['0', '500'], facts });
  return ports;
};

const failed = async () => {
  const { ports } = await opened();
  await ports.sessions.fail(SESSION, errorAt('probe'));
  return ports;
};

type Ports = Awaited<ReturnType<typeof complete>>;
const published = ({ renders }: Ports) =>
  v.parse(v.pipe(v.string(), v.parseJson(), Metadata), renders.objects.get(METADATA));

test('a complete session is published and closed', async () => {
  const ports = await complete();

  expect(await settleSession(ID, ports)).toBe('ready');

  expect(published(ports)).toMatchObject({
    id: ID,
    status: 1,
    gif: GIF,
    previews: PREVIEWS,
    cost: { images: 2 },
  });
  expect(ports.renders.contentTypes.get(METADATA)).toBe('application/json');
  expect(ports.sessions.rows.get(ID)).toMatchObject({ status: 1 });
});

test('each outcome is counted once, however often it is delivered', async () => {
  for (const [ports, outcome] of [
    [await complete(), 'ready'],
    [await failed(), errorAt('probe').code],
  ] as const) {
    const unclosed = structuredClone(ports.sessions.rows.get(ID));
    await settleSession(ID, ports);
    // As after a crash between the two: published, and still open.
    if (unclosed) ports.sessions.rows.set(ID, unclosed);
    expect(await settleSession(ID, ports)).toBe(outcome === 'ready' ? 'ready' : 'failed');

    expect(ports.counted).toEqual([outcome]);
  }
});

test('a failed session is published with its error and closed', async () => {
  const ports = await failed();

  expect(await settleSession(ID, ports)).toBe('failed');

  expect(published(ports)).toMatchObject({ status: -1, error: errorAt('probe') });
  expect(ports.sessions.rows.get(ID)).toMatchObject({ status: -1, error: errorAt('probe') });
});

test.each(['gif', 'captures', 'a label'])(
  'a session that waits for %s is left unchanged, without reading its labels',
  async (missing) => {
    const { ports, session } = await opened();
    if (missing !== 'gif') await ports.sessions.addGif(ID, GIF, PREVIEWS);
    if (missing !== 'captures')
      await ports.sessions.addCaptures(session, { pictures: ['0', '500'], facts });
    await ports.sessions.addLabelled(ID, '0');
    if (missing !== 'a label') await ports.sessions.addLabelled(ID, '500');
    const labels = { list: () => Promise.reject(new Error('looked')) };

    expect(await settleSession(ID, { ...ports, labels })).toBe('still processing');

    expect(ports.renders.objects.size).toBe(0);
  },
);

test('a session without captures waits only for its GIF', async () => {
  const { ports, session } = await opened();
  await ports.sessions.addCaptures(session, { pictures: [], facts });
  expect(await settleSession(ID, ports)).toBe('still processing');

  await ports.sessions.addGif(ID, GIF, PREVIEWS);

  expect(await settleSession(ID, ports)).toBe('ready');
});

test('one of many concurrent runs publishes, and later ones do nothing', async () => {
  const ports = await complete();
  const created: boolean[] = [];
  const renders = {
    ...ports.renders,
    create: async (...args: Parameters<Ports['renders']['create']>) => {
      created.push(await ports.renders.create(...args));
      return created.at(-1) ?? false;
    },
  };

  await Promise.all([1, 2, 3].map(() => settleSession(ID, { ...ports, renders })));
  expect(await settleSession(ID, { ...ports, renders })).toBe('session is closed');

  expect(created.toSorted()).toEqual([false, false, true]);
});

test('an error that arrives after the results were published changes nothing', async () => {
  const ports = await complete();
  const close = () => Promise.reject(new Error('died'));
  await expect(
    settleSession(ID, { ...ports, sessions: { ...ports.sessions, close } }),
  ).rejects.toThrow('died');
  await ports.sessions.fail(SESSION, errorAt('status'));

  expect(await settleSession(ID, ports)).toBe('ready');

  expect(published(ports).status).toBe(1);
  const { status, error } = ports.sessions.rows.get(ID) ?? {};
  expect({ status, error }).toEqual({ status: 1, error: undefined });
});

test('the result of the video replaces that of the empty upload, as a revision', async () => {
  const { ports } = await opened();
  const empty = { ...video, size: 0 };
  ports.sessions.rows.clear();
  const session = await ports.sessions.open(empty);
  await ports.sessions.fail(session, errorAt('probe'));
  await settleSession(ID, ports);
  expect(published(ports)).toMatchObject({ status: -1, revision: 1 });

  await ports.sessions.restart(video);
  await ports.sessions.addGif(ID, GIF, PREVIEWS);
  await ports.sessions.addCaptures(SESSION, { pictures: [], facts });
  await Promise.all([settleSession(ID, ports), settleSession(ID, ports)]);

  expect(published(ports)).toMatchObject({ status: 1, revision: 2, source: { size: 7 } });
  expect(ports.sessions.rows.get(ID)?.status).toBe(1);
});

test('a run still publishing the result of the empty upload closes nothing', async () => {
  const { ports } = await opened();
  const empty = { ...video, size: 0 };
  ports.sessions.rows.clear();
  await ports.sessions.fail(await ports.sessions.open(empty), errorAt('probe'));
  const list = async () => {
    await ports.sessions.restart(video);
    return [];
  };

  await settleSession(ID, { ...ports, labels: { list } });

  expect(ports.sessions.rows.get(ID)).toMatchObject({ status: 0, source: { size: 7 } });
});

test('frames that were labelled but not chosen do not count', async () => {
  const { ports, session } = await opened();
  await ports.sessions.addGif(ID, GIF, PREVIEWS);
  for (const frame of ['100', '200']) await ports.sessions.addLabelled(ID, frame);
  await ports.sessions.addCaptures(session, { pictures: ['0', '500'], facts });

  expect(await settleSession(ID, ports)).toBe('still processing');
});

test('a deleted session is left unchanged', async () => {
  expect(await settleSession(ID, fakePorts())).toBe('session is closed');
});

test.each([
  ['complete', complete],
  ['failed', failed],
])('a crash anywhere in a %s session publishes once', async (_, prepare) => {
  const whole = await prepare();
  await settleSession(ID, whole);

  const lives = await diedAndDeliveredAgain(prepare, (ports) => settleSession(ID, ports));

  expect(lives).toHaveLength(10);
  for (const { died, ports } of lives)
    expect({ died, ...ports.state() }).toEqual({ died, ...whole.state() });
});
