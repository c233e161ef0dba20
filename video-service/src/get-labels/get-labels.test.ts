import { expect, test } from '@jest/globals';
import { READY } from '@video-service/shared/session';
import { diedAndDeliveredAgain } from '../testing/dying.ts';
import { label } from '@video-service/shared/testing/example-metadata';
import { captureOf, errorAt, facts, ID, SESSION, video } from '../testing/example.ts';
import { fakePorts } from '../testing/fake-ports.ts';
import { leaveUnlabelled } from '../steps/leave-unlabelled.ts';
import { IMAGE_REJECTED } from './image-rejected.ts';
import { getLabels } from './get-labels.ts';

const capture = { id: ID, frame: '500', key: captureOf('500') };
const labels = [label('Clock', 90), label('Person', 80)];
const done = { id: ID, step: 'label', frame: '500', labels, waiting: true };

const taken = async () => {
  const ports = fakePorts();
  await ports.sessions.open(video);
  await ports.labels.add(ID, { frame: '500', time: 0.5 });
  await ports.labels.add(ID, { frame: '1000', time: 1, sameAs: '500' });
  return ports;
};

test('a capture is labelled, counted and reported', async () => {
  const ports = await taken();

  expect(await getLabels(capture, ports)).toBe('capture labelled');

  expect(await ports.labels.get(ID, '500')).toEqual({
    frame: '500',
    time: 0.5,
    labels,
    model: '3.0',
  });
  expect(ports.sessions.rows.get(ID)?.labelled).toEqual(new Set(['500']));
  expect(ports.published).toEqual([done]);
});

test('only the last capture is reported to status, however often it is delivered', async () => {
  const ports = await taken();
  await ports.labels.add(ID, { frame: '900', time: 0.9 });
  await ports.sessions.addGif(ID, 'a.gif', {});
  await ports.sessions.addCaptures(SESSION, { pictures: ['500', '900'], facts });
  const last = { id: ID, frame: '900', key: captureOf('900') };

  for (const each of [capture, last, last]) await getLabels(each, ports);

  expect(ports.published.map(({ frame, waiting }) => [frame, waiting])).toEqual([
    ['500', true],
    ['900', undefined],
    ['900', undefined],
  ]);
});

test('a repeated delivery reports again and costs nothing', async () => {
  const ports = await taken();

  await getLabels(capture, ports);
  await getLabels(capture, ports);

  expect(ports.paid).toEqual([capture.key]);
  expect(ports.published).toEqual([done, done]);
});

test('a capture that cannot be labelled counts as done, and is not retried', async () => {
  const ports = await taken();
  const detectLabels = async () => ({ error: IMAGE_REJECTED });

  await getLabels(capture, { ...ports, detectLabels });
  await getLabels(capture, ports);

  expect(await ports.labels.get(ID, '500')).toMatchObject({ error: IMAGE_REJECTED });
  expect(ports.sessions.rows.get(ID)?.labelled).toEqual(new Set(['500']));
  expect(ports.published[0]).toEqual({ ...done, labels: [] });
  expect(ports.paid).toEqual([]);
});

test.each([
  ['of a frame nobody took', { ...capture, frame: '700', key: captureOf('700') }],
  ['of a frame that is like another', { ...capture, frame: '1000', key: captureOf('1000') }],
  ['under another name', { ...capture, key: `captures/${ID}/other-500.png` }],
])('a picture %s costs and changes nothing', async (_, stray) => {
  const ports = await taken();
  const before = ports.state();

  expect(await getLabels(stray, ports)).toBe('not a capture');

  expect(ports.state()).toEqual(before);
  expect(ports.paid).toEqual([]);
  expect(ports.published).toEqual([]);
});

test('a capture that was given up on is labelled by a later try', async () => {
  const ports = await taken();
  await leaveUnlabelled(capture, ports);

  expect(await getLabels(capture, ports)).toBe('capture labelled');

  expect((await ports.labels.get(ID, '500'))?.error).toBeUndefined();
  expect(await ports.labels.get(ID, '500')).toMatchObject({ labels });
  expect(ports.published.at(-1)).toEqual(done);
});

test('a chosen frame is labelled, whatever another try has done to its row', async () => {
  const ports = await taken();
  await ports.sessions.addCaptures(SESSION, { pictures: ['500'], facts });
  await ports.labels.add(ID, { frame: '500', time: 0.5, sameAs: '0' });
  await ports.labels.add(ID, { frame: '700', time: 0.7 });

  expect(await getLabels(capture, ports)).toBe('capture labelled');
  expect(await getLabels({ id: ID, frame: '700', key: captureOf('700') }, ports)).toBe(
    'not a capture',
  );
});

test('a late delivery costs nothing once the session is finished, failed or deleted', async () => {
  const finished = await taken();
  await finished.labels.label(ID, '500', { labels, model: '3.0' });
  await finished.sessions.close(SESSION, READY);
  const failed = await taken();
  await failed.sessions.fail(SESSION, errorAt('gif'));

  for (const ports of [finished, failed, fakePorts()]) {
    const before = ports.state();
    await getLabels(capture, ports);
    expect(ports.state()).toEqual(before);
    expect(ports.paid).toEqual([]);
  }
});

test('throttling is thrown, so that Lambda retries', async () => {
  const ports = await taken();
  const detectLabels = () => Promise.reject(new Error('Rate exceeded'));

  await expect(getLabels(capture, { ...ports, detectLabels })).rejects.toThrow('Rate exceeded');

  expect(ports.sessions.rows.get(ID)?.labelled).toEqual(new Set());
});

test('the next delivery recovers from a crash anywhere', async () => {
  const whole = await taken();
  await getLabels(capture, whole);

  const lives = await diedAndDeliveredAgain(taken, (ports) => getLabels(capture, ports));

  expect(lives).toHaveLength(12);
  for (const { died, ports } of lives) {
    expect({ died, ...ports.state() }).toEqual({ died, ...whole.state() });
    expect(ports.published.at(-1)).toEqual(done);
  }
  // Only a crash between paying for labels and storing them pays twice.
  expect(lives.filter(({ ports }) => ports.paid.length > 1).map(({ died }) => died)).toEqual([
    'before call 4',
    'after call 3',
  ]);
});
