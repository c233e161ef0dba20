import { expect, test } from '@jest/globals';
import { READY } from '@video-service/shared/session';
import { diedAndDeliveredAgain } from '../testing/dying.ts';
import { label } from '@video-service/shared/testing/example-metadata';
import { facts, GIF, ID, video, SESSION } from '../testing/example.ts';
import { fakePorts } from '../testing/fake-ports.ts';
import type { FailedWork } from './failed-work.ts';
import { recordFailure } from './record-failure.ts';

const opened = async () => {
  const ports = fakePorts();
  await ports.sessions.open(video);
  await ports.labels.add(ID, { frame: '500', time: 0.5 });
  return ports;
};
const sessionOf = (ports: Awaited<ReturnType<typeof opened>>) => ports.sessions.rows.get(ID);
const toldFailure = { id: ID, step: 'failed' };
const labelFailed: FailedWork = { step: 'get-labels', id: ID, frame: '500' };

test.each([
  ['create-gif', 'gif', 'GIF_FAILED'],
  ['create-captures', 'captures', 'CAPTURES_FAILED'],
] as const)('a failed %s fails the video with its error', async (step, stage, code) => {
  const ports = await opened();

  await recordFailure({ step, video }, ports);

  expect(sessionOf(ports)).toMatchObject({ status: 0, error: { stage, code } });
  expect(ports.published).toEqual([toldFailure]);
});

test('a status run that failed for good fails nothing, because the sweep repeats it', async () => {
  const ports = await opened();
  const before = ports.state();

  await recordFailure({ step: 'status', id: ID }, ports);

  expect(ports.state()).toEqual(before);
  expect(ports.published).toEqual([]);
});

test('a failure of the empty upload does not fail the video that replaced it', async () => {
  const ports = fakePorts();
  const empty = { ...video, size: 0 };
  await ports.sessions.open(empty);
  await ports.sessions.restart(video);

  await recordFailure({ step: 'create-gif', video: empty }, ports);
  await recordFailure({ step: 'create-session', video: empty }, ports);

  expect(sessionOf(ports)?.error).toBeUndefined();
  expect(ports.published).toEqual([]);
});

test('a video whose session could not be opened still gets one, and fails with its error', async () => {
  const ports = fakePorts();

  await recordFailure({ step: 'create-session', video }, ports);

  expect(sessionOf(ports)).toMatchObject({
    source: { key: video.key },
    error: { stage: 'session', code: 'SESSION_FAILED' },
  });
  expect(ports.published).toEqual([toldFailure]);
});

test('a capture that failed for good stays without labels, and its video continues', async () => {
  const ports = await opened();

  await recordFailure(labelFailed, ports);

  expect(await ports.labels.get(ID, '500')).toMatchObject({
    error: { stage: 'labels', code: 'LABELS_FAILED' },
  });
  expect(sessionOf(ports)).toMatchObject({ status: 0, labelled: new Set(['500']) });
  expect(sessionOf(ports)?.error).toBeUndefined();
  expect(ports.published).toEqual([{ id: ID, step: 'label', frame: '500', labels: [] }]);
});

test('a capture whose labels were stored before it failed keeps and counts them', async () => {
  const ports = await opened();
  const labels = [label('Clock', 90)];
  await ports.labels.label(ID, '500', { labels, model: '3.0' });

  await recordFailure(labelFailed, ports);

  expect((await ports.labels.get(ID, '500'))?.error).toBeUndefined();
  expect(sessionOf(ports)?.labelled).toEqual(new Set(['500']));
  expect(ports.published).toEqual([{ id: ID, step: 'label', frame: '500', labels }]);
});

test('a failure is recorded before it is reported', async () => {
  const ports = await opened();
  const found: unknown[] = [];
  const publish = async () => void found.push(sessionOf(ports)?.error?.code);

  await recordFailure({ step: 'create-gif', video }, { ...ports, publish });

  expect(found).toEqual(['GIF_FAILED']);
});

test('a capture is counted when it is marked as unlabelled', async () => {
  const ports = await opened();
  const found: unknown[] = [];
  const addLabelled = async () => {
    found.push((await ports.labels.get(ID, '500'))?.error?.code);
    return undefined;
  };

  await recordFailure(labelFailed, { ...ports, sessions: { ...ports.sessions, addLabelled } });

  expect(found).toEqual(['LABELS_FAILED']);
});

test('a frame that nobody took is not counted', async () => {
  const ports = await opened();

  await recordFailure({ step: 'get-labels', id: ID, frame: '700' }, ports);

  expect(sessionOf(ports)?.labelled).toEqual(new Set());
  expect(ports.published).toEqual([]);
});

test('a duplicate that fails after its twin has succeeded fails nothing', async () => {
  const ports = await opened();
  await ports.sessions.addGif(ID, GIF, {});
  const session = await ports.sessions.open(video);
  await ports.sessions.addCaptures(session, { pictures: ['0'], facts });

  await recordFailure({ step: 'create-gif', video }, ports);
  await recordFailure({ step: 'create-captures', video }, ports);
  await recordFailure({ step: 'create-session', video }, ports);

  expect(sessionOf(ports)?.error).toBeUndefined();
});

test('a failure that arrives after the session is finished or deleted changes nothing', async () => {
  const finished = await opened();
  await finished.sessions.close(SESSION, READY);
  const before = finished.state();

  await recordFailure({ step: 'create-gif', video }, finished);
  await recordFailure({ step: 'create-session', video }, finished);
  expect(finished.state()).toEqual(before);

  const gone = fakePorts();
  await recordFailure({ step: 'create-gif', video }, gone);
  expect(gone.sessions.rows.size).toBe(0);
});

test.each<[string, FailedWork]>([
  ['create-session', { step: 'create-session', video }],
  ['create-gif', { step: 'create-gif', video }],
  ['get-labels', labelFailed],
])('a crash anywhere while recording a failed %s is recovered', async (_, failed) => {
  const whole = await opened();
  await recordFailure(failed, whole);

  const lives = await diedAndDeliveredAgain(opened, (ports) => recordFailure(failed, ports));

  expect(lives.length).toBeGreaterThanOrEqual(4);
  for (const { died, ports } of lives) {
    expect({ died, ...ports.state() }).toEqual({ died, ...whole.state() });
    expect(ports.published.at(-1)).toEqual(whole.published.at(-1));
  }
});
