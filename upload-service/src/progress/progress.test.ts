import { expect, test } from '@jest/globals';
import type { StepDone } from '@video-service/shared/messages';
import { label } from '@video-service/shared/testing/example-metadata';
import { ID, OTHER_ID, previews } from '../testing/examples.ts';
import { fakeLinks, fakeSocket } from '../testing/fake-ports.ts';
import { fakeConnections, fakeDeletions, fakeSteps } from '../testing/fake-stores.ts';
import { reportStep } from './progress.ts';

const gif: StepDone = { id: ID, step: 'gif', gif: `${ID}/clip.gif`, previews };
const labelled: StepDone = { id: ID, step: 'label', frame: '0', labels: [label('Car', 80)] };

const start = async () => {
  const ports = {
    deletions: fakeDeletions(),
    steps: fakeSteps(),
    connections: fakeConnections(),
    socket: fakeSocket('tab', 'other tab'),
    links: { source: fakeLinks('source'), renders: fakeLinks('renders') },
  };
  for (const tab of ['tab', 'other tab', 'closed tab']) {
    await ports.connections.open(tab);
    await ports.connections.subscribe(tab, tab === 'other tab' ? OTHER_ID : ID);
  }
  return ports;
};

test('a step is stored and sent, with links, to the session’s subscribers', async () => {
  const ports = await start();

  await reportStep(gif, ports);
  await reportStep(labelled, ports);

  expect(await ports.steps.list(ID)).toEqual([gif, labelled]);
  expect([...ports.socket.sent]).toEqual([
    [
      'tab',
      [
        {
          session: ID,
          step: 'gif',
          gifUrl: `https://renders/${ID}/clip.gif`,
          posterUrl: `https://renders/${previews.poster}`,
          previewUrl: `https://renders/${previews.video}`,
          storyboardUrl: `/metadata/${ID}/storyboard.vtt`,
        },
        { session: ID, step: 'label', frame: '0', labels: labelled.labels },
      ],
    ],
    ['other tab', []],
  ]);
});

test('a step delivered twice is stored once', async () => {
  const ports = await start();

  await reportStep(gif, ports);
  await reportStep(gif, ports);

  expect(await ports.steps.list(ID)).toEqual([gif]);
});

test('a step of a deleted video is neither stored nor sent', async () => {
  const ports = await start();
  await ports.deletions.bury(OTHER_ID, 'owner');

  await reportStep({ ...gif, id: OTHER_ID }, ports);

  expect(await ports.steps.list(OTHER_ID)).toEqual([]);
  expect(ports.socket.sent.get('other tab')).toEqual([]);
});

test('a step reported while its video is being deleted does not outlive it', async () => {
  const ports = await start();
  const record = async (done: StepDone) => {
    await ports.steps.deleteAll(done.id);
    await ports.deletions.bury(done.id, 'owner');
    await ports.steps.record(done);
  };

  await reportStep(gif, { ...ports, steps: { ...ports.steps, record } });

  expect(await ports.steps.list(ID)).toEqual([]);
});

test('a step without visible results is not sent', async () => {
  const ports = await start();

  await reportStep({ id: ID, step: 'failed' }, ports);

  expect(await ports.steps.list(ID)).toEqual([]);
  expect(ports.socket.sent.get('tab')).toEqual([]);
});

test('a closed connection is forgotten', async () => {
  const ports = await start();

  await reportStep(gif, ports);

  expect(await ports.connections.listeners(ID)).toEqual(['tab']);
});
