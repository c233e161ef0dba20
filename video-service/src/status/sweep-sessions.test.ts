import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { facts, video } from '../testing/example.ts';
import { fakePorts } from '../testing/fake-ports.ts';
import { sweepSessions } from './sweep-sessions.ts';

type Ports = ReturnType<typeof fakePorts>;

const opened = (ports: Ports) => ports.sessions.open({ ...video, id: randomUUID() });

const withGif = async (ports: Ports) => {
  const session = await opened(ports);
  await ports.sessions.addGif(session.id, 'a.gif', {});
  return session;
};

const completed = async (ports: Ports) => {
  const session = await withGif(ports);
  await ports.sessions.addCaptures(session, { captures: 0, facts });
  return session;
};

const sweep = async (ports: Ports) => {
  const outcomes = new Map<string, string>();
  await sweepSessions(ports, (id, outcome) => outcomes.set(id, outcome));
  return outcomes;
};

test('what is complete is finished, whoever forgot to tell; the rest goes on', async () => {
  const ports = fakePorts();
  const complete = await completed(ports);
  const processing = await opened(ports);

  expect(await sweep(ports)).toEqual(
    new Map([
      [complete.id, 'ready'],
      [processing.id, 'still processing'],
    ]),
  );
  expect([...ports.renders.objects.keys()]).toEqual([`${complete.id}/metadata.json`]);
  expect(await sweep(ports)).toEqual(new Map([[processing.id, 'still processing']]));
});

test('what is past its deadline fails, and says what it waited for', async () => {
  const ports = fakePorts();
  const waiting = {
    gif: await opened(ports),
    captures: await withGif(ports),
    labels: await withGif(ports),
  };
  await ports.sessions.addCaptures(waiting.labels, { captures: 1, facts });
  const late = await completed(ports);

  ports.pass(900);
  expect((await sweep(ports)).get(waiting.gif.id)).toBe('still processing');
  ports.pass(1);
  await opened(ports);

  const outcomes = await sweep(ports);

  expect([...outcomes.values()].toSorted()).toEqual([
    'failed',
    'failed',
    'failed',
    'still processing',
  ]);
  expect(ports.sessions.rows.get(late.id)).toMatchObject({ status: 1 });
  expect(Object.values(waiting).map(({ id }) => ports.sessions.rows.get(id)?.error)).toMatchObject([
    {
      stage: 'gif',
      code: 'TIMED_OUT',
      message: 'After 15 minutes the preview is still missing.',
    },
    { stage: 'captures', message: 'After 15 minutes the key frames are still missing.' },
    { stage: 'labels', message: 'After 15 minutes the labels are still missing.' },
  ]);
});

test('one that cannot be settled hinders no other, and ends without its captures', async () => {
  const ports = fakePorts();
  const poisoned = await completed(ports);
  const good = await completed(ports);
  const list = async (id: string) => {
    if (id === poisoned.id) throw new Error('unreadable rows');
    return ports.labels.list(id);
  };
  const poisonedPorts = { ...ports, labels: { ...ports.labels, list } };

  await expect(sweep(poisonedPorts)).rejects.toThrow(AggregateError);
  expect(ports.sessions.rows.get(good.id)).toMatchObject({ status: 1 });
  ports.pass(1800);
  await expect(sweep(poisonedPorts)).rejects.toThrow(AggregateError);
  ports.pass(1);

  expect(await sweep(poisonedPorts)).toEqual(new Map([[poisoned.id, 'failed']]));
  expect(ports.sessions.rows.get(poisoned.id)).toMatchObject({
    status: -1,
    error: {
      stage: 'status',
      code: 'TIMED_OUT',
      message: 'After 30 minutes the metadata is still missing.',
    },
  });
});

test('hundreds of open sessions are all swept', async () => {
  const ports = fakePorts();
  for (let each = 0; each < 300; each++) await completed(ports);

  const outcomes = await sweep(ports);

  expect([...outcomes.values()].filter((outcome) => outcome === 'ready')).toHaveLength(300);
});
