import { expect, test } from '@jest/globals';
import { captureOf, errorAt, facts, GIF, ID, SESSION, video } from '../testing/example.ts';
import { fakePorts } from '../testing/fake-ports.ts';
import { getLabels } from '../get-labels/get-labels.ts';
import { sweepSessions } from './sweep-sessions.ts';

type Ports = ReturnType<typeof fakePorts>;

const opened = async () => {
  const ports = fakePorts();
  await ports.sessions.open({ ...video, etag: '"a"' });
  return ports;
};

const waitingForLabels = async () => {
  const ports = await opened();
  await ports.sessions.addGif(ID, GIF, {});
  for (const frame of ['0', '500']) await ports.labels.add(ID, { frame, time: 0 });
  await ports.sessions.addCaptures(SESSION, { pictures: ['0', '500'], facts });
  await ports.labels.label(ID, '0', { labels: [], model: '3.0' });
  await ports.sessions.addLabelled(ID, '0');
  return ports;
};

const sweep = async (ports: Ports) => {
  const outcomes: unknown[] = [];
  await sweepSessions(ports, {
    outcome: (_, outcome) => outcomes.push(outcome),
    failure: (_, error) => outcomes.push(error),
  });
  return outcomes;
};

test('a rendering without progress is restarted once, and fails much later', async () => {
  const ports = await opened();
  ports.pass(300);
  expect(await sweep(ports)).toEqual(['still processing']);
  expect(ports.started).toEqual([]);

  ports.pass(1);
  await sweep(ports);
  expect(ports.started).toEqual([{ ...video, etag: '"a"' }]);

  ports.pass(900);
  expect(await sweep(ports)).toEqual(['still processing']);
  ports.pass(1);
  expect(await sweep(ports)).toEqual(['failed']);
  expect(ports.started).toHaveLength(1);
});

test.each([
  ['gif', 'The preview did not arrive in time.'],
  ['captures', 'The key frames did not arrive in time.'],
] as const)(
  'a session that waited for %s says so, and does not blame the video',
  async (stage, message) => {
    const ports = await opened();
    if (stage === 'captures') await ports.sessions.addGif(ID, GIF, {});
    ports.pass(301);
    await sweep(ports);
    ports.pass(901);

    await sweep(ports);

    expect(ports.sessions.rows.get(ID)?.error).toEqual({
      stage,
      code: 'TIMED_OUT',
      message,
      hint: 'The video is not the cause. Upload it again later. If it fails again, the operator can find the reason in the logs.',
    });
  },
);

test('the deadline counts from the last progress', async () => {
  const ports = await opened();
  ports.pass(301);
  await sweep(ports);
  ports.pass(899);
  await ports.sessions.addGif(ID, GIF, {});
  ports.pass(899);

  expect(await sweep(ports)).toEqual(['still processing']);
});

test('a clock that jumps far forward does not fail anything at once', async () => {
  const ports = await opened();
  ports.pass(7 * 24 * 3600);

  expect(await sweep(ports)).toEqual(['still processing']);
  expect(await sweep(ports)).toEqual(['still processing']);
});

test('a clock that jumps back does not stall anything complete', async () => {
  const ports = await waitingForLabels();
  ports.pass(-7 * 24 * 3600);
  expect(await sweep(ports)).toEqual(['still processing']);

  await ports.sessions.addLabelled(ID, '500');

  expect(await sweep(ports)).toEqual(['ready']);
});

test('a backlog of captures is waited for, however long it takes', async () => {
  const ports = await waitingForLabels();
  ports.pass(4 * 24 * 3600);

  expect(await sweep({ ...ports, capturesWait: async () => true })).toEqual(['still processing']);
});

test('captures that nobody will label are skipped, and the video is ready without their labels', async () => {
  const ports = await waitingForLabels();
  ports.pass(301);

  expect(await sweep(ports)).toEqual(['ready']);

  expect(JSON.parse(ports.renders.objects.get(`${ID}/metadata.json`) ?? '')).toMatchObject({
    status: 1,
    revision: 1,
    unlabelled: 1,
    labels: [{ frame: '0' }, { frame: '500', error: { code: 'LABELS_FAILED' } }],
  });
});

test('later labels are published as the next revision', async () => {
  const ports = await waitingForLabels();
  ports.pass(301);
  await sweep(ports);
  await getLabels({ id: ID, frame: '500', key: captureOf('500') }, ports);

  expect(await sweep(ports)).toEqual(['revised']);

  const metadata: unknown = JSON.parse(ports.renders.objects.get(`${ID}/metadata.json`) ?? '');
  expect(metadata).toMatchObject({ status: 1, revision: 2, unlabelled: 0 });
  expect(await sweep(ports)).toEqual([]);
});

test('captures counted by an earlier version without rows fail the session with its error', async () => {
  const ports = await opened();
  await ports.sessions.addGif(ID, GIF, {});
  const session = ports.sessions.rows.get(ID);
  if (session) ports.sessions.rows.set(ID, { ...session, captures: 1 });
  ports.pass(301);

  expect(await sweep(ports)).toEqual(['failed']);
  expect(ports.sessions.rows.get(ID)?.error).toMatchObject({ stage: 'labels', code: 'TIMED_OUT' });
});

test('a failed session is published at once, not restarted', async () => {
  const ports = await opened();
  await ports.sessions.fail(SESSION, errorAt('gif'));
  ports.pass(301);

  expect(await sweep(ports)).toEqual(['failed']);
  expect(ports.started).toEqual([]);
});
