import { expect, test } from '@jest/globals';
import { READY } from '@video-service/shared/session';
import { diedAndDeliveredAgain } from '../testing/dying.ts';
import { label } from '@video-service/shared/testing/example-metadata';
import { facts, GIF, ID, METADATA, SESSION, video } from '../testing/example.ts';
import { type AllPorts, fakePorts } from '../testing/fake-ports.ts';
import { LABELS_FAILED } from '../steps/leave-unlabelled.ts';
import { settleSession } from './settle-session.ts';
import { sweepSessions } from './sweep-sessions.ts';

type Ports = ReturnType<typeof fakePorts>;

const late = async (ports: Ports, frame: string, name: string) => {
  await ports.labels.labelLate(ID, frame, { labels: [label(name, 90)], model: '3.0' });
  await ports.sessions.addRelabelled(ID);
};

/** A ready session whose two captures went without labels, the first of which arrived late. */
const relabelled = async () => {
  const ports = fakePorts();
  await ports.sessions.open(video);
  await ports.sessions.addGif(ID, GIF, {});
  for (const frame of ['0', '500']) {
    await ports.labels.add(ID, { frame, time: Number(frame) / 1000 });
    await ports.labels.label(ID, frame, { error: LABELS_FAILED });
    await ports.sessions.addLabelled(ID, frame);
  }
  await ports.sessions.addCaptures(SESSION, { pictures: ['0', '500'], facts });
  await settleSession(ID, ports);
  await late(ports, '0', 'Clock');
  return ports;
};

const sweep = async (ports: AllPorts) => {
  const outcomes: string[] = [];
  await sweepSessions(ports, {
    outcome: (_, outcome) => outcomes.push(outcome),
    failure: (_, error) => {
      throw error;
    },
  });
  return outcomes;
};

const published = (ports: Ports) => JSON.parse(ports.renders.objects.get(METADATA) ?? '') as object;

test('late labels are published as the next revision, once', async () => {
  const ports = await relabelled();
  expect(published(ports)).toMatchObject({ revision: 1, unlabelled: 2, allLabels: [] });

  expect(await sweep(ports)).toEqual(['revised']);
  expect(await sweep(ports)).toEqual([]);

  expect(published(ports)).toMatchObject({
    revision: 2,
    status: 1,
    unlabelled: 1,
    allLabels: [label('Clock', 90)],
    cost: { images: 1, usd: 0.001 },
  });
  expect(ports.sessions.rows.get(ID)?.status).toBe(READY);
});

test('late labels of several captures are published together', async () => {
  const ports = await relabelled();
  await late(ports, '500', 'Person');

  await sweep(ports);

  expect(published(ports)).toMatchObject({ revision: 2, unlabelled: 0 });
});

test('labels that arrive while a revision is being published are in the next one', async () => {
  const ports = await relabelled();
  const replace = async (...args: Parameters<Ports['renders']['replace']>) => {
    await late(ports, '500', 'Person');
    return ports.renders.replace(...args);
  };

  await sweep({ ...ports, renders: { ...ports.renders, replace } });
  expect(published(ports)).toMatchObject({ revision: 2, unlabelled: 1 });
  await sweep(ports);

  expect(published(ports)).toMatchObject({ revision: 3, unlabelled: 0 });
});

test('a sweep without news publishes nothing', async () => {
  const ports = await relabelled();
  await sweep(ports);
  const before = ports.renders.objects.get(METADATA);
  await ports.sessions.addRelabelled(ID);

  expect(await sweep(ports)).toEqual(['revised']);

  expect(ports.renders.objects.get(METADATA)).toBe(before);
  expect(await sweep(ports)).toEqual([]);
});

test('metadata of an earlier version, without a revision, counts as the first', async () => {
  const ports = await relabelled();
  const old = Object.entries(published(ports)).filter(
    ([name]) => name !== 'revision' && name !== 'unlabelled',
  );
  ports.renders.objects.set(METADATA, JSON.stringify(Object.fromEntries(old)));

  await sweep(ports);

  expect(published(ports)).toMatchObject({ revision: 2, unlabelled: 1 });
});

test('concurrent sweeps publish one revision', async () => {
  const ports = await relabelled();

  await Promise.all([sweep(ports), sweep(ports), sweep(ports)]);
  await sweep(ports);

  expect(published(ports)).toMatchObject({ revision: 2 });
  expect(await sweep(ports)).toEqual([]);
});

test('deleted results are not restored', async () => {
  const ports = await relabelled();
  ports.renders.objects.delete(METADATA);

  expect(await sweep(ports)).toEqual(['results are gone']);

  expect(ports.renders.objects.has(METADATA)).toBe(false);
  expect(await sweep(ports)).toEqual([]);
});

test('the next sweep publishes what a crashed one has left', async () => {
  const lives = await diedAndDeliveredAgain(relabelled, sweep);

  expect(lives.length).toBeGreaterThan(5);
  for (const { died, ports } of lives) {
    expect({ died, ...published(ports) }).toMatchObject({ died, revision: 2, unlabelled: 1 });
    expect(await sweep(ports)).toEqual([]);
  }
});
