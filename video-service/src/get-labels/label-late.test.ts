import { expect, test } from '@jest/globals';
import type { VideoError } from '@video-service/shared/metadata';
import { LABELS_FAILED } from '../steps/leave-unlabelled.ts';
import { FAILED, READY } from '@video-service/shared/session';
import { diedAndDeliveredAgain } from '../testing/dying.ts';
import { label } from '@video-service/shared/testing/example-metadata';
import { captureOf, facts, ID, SESSION, video } from '../testing/example.ts';
import { fakePorts } from '../testing/fake-ports.ts';
import { getLabels } from './get-labels.ts';
import { IMAGE_REJECTED } from './image-rejected.ts';

const capture = { id: ID, frame: '500', key: captureOf('500') };
const labels = [label('Clock', 90), label('Person', 80)];

const closed = async ({
  error = LABELS_FAILED,
  status = READY,
}: { error?: VideoError; status?: typeof READY | typeof FAILED } = {}) => {
  const ports = fakePorts();
  await ports.sessions.open(video);
  await ports.labels.add(ID, { frame: '500', time: 0.5 });
  await ports.labels.label(ID, '500', { error });
  await ports.sessions.addCaptures(SESSION, { pictures: ['500'], facts });
  await ports.sessions.close(SESSION, status);
  return ports;
};

test('a capture of a session closed without its labels gets them, and the sweep is notified', async () => {
  const ports = await closed();

  expect(await getLabels(capture, ports)).toBe('capture labelled late');

  expect(await ports.labels.get(ID, '500')).toMatchObject({ labels, late: true });
  expect(ports.sessions.rows.get(ID)).toMatchObject({ status: READY, relabelled: 1 });
  expect(ports.published).toEqual([]);
});

test('a repeated delivery pays nothing, and notifies the sweep again', async () => {
  const ports = await closed();

  await getLabels(capture, ports);
  await getLabels(capture, ports);

  expect(ports.paid).toEqual([capture.key]);
  expect(ports.sessions.rows.get(ID)?.relabelled).toBe(2);
});

test('a session closed while its capture is being labelled still gets the labels', async () => {
  const ports = fakePorts();
  await ports.sessions.open(video);
  await ports.labels.add(ID, { frame: '500', time: 0.5 });
  const detectLabels = async (key: string) => {
    await ports.labels.label(ID, '500', { error: LABELS_FAILED });
    await ports.sessions.close(SESSION, READY);
    return ports.detectLabels(key);
  };

  expect(await getLabels(capture, { ...ports, detectLabels })).toBe('capture labelled late');

  expect(await ports.labels.get(ID, '500')).toMatchObject({ labels, late: true });
});

test.each([
  ['a rejected picture', { error: IMAGE_REJECTED }],
  ['a failed session', { status: FAILED } as const],
])('%s costs and changes nothing', async (_, state) => {
  const ports = await closed(state);
  const before = ports.state();

  expect(await getLabels(capture, ports)).toBe('session is closed');

  expect(ports.state()).toEqual(before);
  expect(ports.paid).toEqual([]);
});

test('a picture with another name costs and changes nothing', async () => {
  const ports = await closed();
  const before = ports.state();

  const stray = { ...capture, key: `captures/${ID}/other-500.png` };
  expect(await getLabels(stray, ports)).toBe('not a capture');

  expect(ports.state()).toEqual(before);
});

test('throttling is thrown, so that the message comes again', async () => {
  const ports = await closed();
  const detectLabels = () => Promise.reject(new Error('Rate exceeded'));

  await expect(getLabels(capture, { ...ports, detectLabels })).rejects.toThrow('Rate exceeded');
});

test('a crash anywhere leaves labels that the next delivery reports to the sweep', async () => {
  const lives = await diedAndDeliveredAgain(
    () => closed(),
    (ports) => getLabels(capture, ports),
  );

  expect(lives).toHaveLength(12);
  for (const { died, ports } of lives) {
    const row = await ports.labels.get(ID, '500');
    expect({ died, labels: row?.labels }).toEqual({ died, labels });
    expect(ports.sessions.rows.get(ID)?.relabelled).toBeGreaterThan(0);
  }
});
