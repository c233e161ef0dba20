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
  await ports.sessions.addCaptures(session, { pictures: [], facts });
  return session;
};

const sweep = async (ports: Ports) => {
  const outcomes = new Map<string, string>();
  await sweepSessions(ports, {
    outcome: (id, outcome) => outcomes.set(id, outcome),
    failure: (id, error) => outcomes.set(id, String(error)),
  });
  return outcomes;
};

test('complete sessions are finished, even without a notification; the others continue', async () => {
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

test('a session that cannot be settled blocks no other and fails no sweep, and ends without its captures', async () => {
  const ports = fakePorts();
  const poisoned = await completed(ports);
  const good = await completed(ports);
  const list = async (id: string) => {
    if (id === poisoned.id) throw new Error('unreadable rows');
    return ports.labels.list(id);
  };
  const poisonedPorts = { ...ports, labels: { ...ports.labels, list } };

  expect(await sweep(poisonedPorts)).toEqual(
    new Map([
      [poisoned.id, 'Error: unreadable rows'],
      [good.id, 'ready'],
    ]),
  );
  ports.pass(1800);
  expect((await sweep(poisonedPorts)).get(poisoned.id)).toBe('Error: unreadable rows');
  ports.pass(1);

  expect(await sweep(poisonedPorts)).toEqual(new Map([[poisoned.id, 'failed']]));
  expect(ports.sessions.rows.get(poisoned.id)).toMatchObject({
    status: -1,
    error: { stage: 'status', code: 'TIMED_OUT', message: 'The results did not arrive in time.' },
  });
});

test('a session whose waiting captures cannot be listed ends too', async () => {
  const ports = fakePorts();
  const session = await withGif(ports);
  await ports.sessions.addCaptures(session, { pictures: ['0'], facts });
  const labels = { ...ports.labels, list: () => Promise.reject(new Error('unreadable rows')) };

  ports.pass(1801);

  expect(await sweep({ ...ports, labels })).toEqual(new Map([[session.id, 'failed']]));
});

test('a sweep that cannot list the sessions fails', async () => {
  const ports = fakePorts();
  const listOpen = async function* (): AsyncGenerator<string> {
    yield await Promise.reject<string>(new Error('no table'));
  };

  await expect(sweep({ ...ports, sessions: { ...ports.sessions, listOpen } })).rejects.toThrow(
    'no table',
  );
});

test('the queue is checked once per sweep, and only if a session waits for labels', async () => {
  const ports = fakePorts();
  let asked = 0;
  const capturesWait = async () => {
    asked += 1;
    return true;
  };
  await opened(ports);
  ports.pass(301);
  await sweep({ ...ports, capturesWait });
  expect(asked).toBe(0);

  for (let each = 0; each < 3; each++) {
    const session = await withGif(ports);
    await ports.sessions.addCaptures(session, { pictures: ['0'], facts });
  }
  ports.pass(301);
  await sweep({ ...ports, capturesWait });

  expect(asked).toBe(1);
});

test('hundreds of open sessions are all swept', async () => {
  const ports = fakePorts();
  for (let each = 0; each < 300; each++) await completed(ports);

  const outcomes = await sweep(ports);

  expect([...outcomes.values()].filter((outcome) => outcome === 'ready')).toHaveLength(300);
});

test('the longest time without progress is reported, of open sessions only', async () => {
  const ports = fakePorts();
  const longest = () =>
    sweepSessions(ports, { outcome: () => undefined, failure: () => undefined });
  expect(await longest()).toBe(0);

  await opened(ports);
  ports.pass(60);
  await completed(ports);
  const slower = await opened(ports);
  ports.pass(40);
  expect(await longest()).toBe(100);

  await ports.sessions.addGif(slower.id, 'a.gif', {});
  ports.pass(5);
  expect(await longest()).toBe(105);
});
