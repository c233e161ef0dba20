import { expect, test } from '@jest/globals';
import { deleteEntry } from '../library/delete-entry.ts';
import { label } from '@video-service/shared/testing/example-metadata';
import { ID, metadata, previews } from '../testing/examples.ts';
import { fakeLibrary } from '../testing/fake-library.ts';
import { fakeDeletions, fakeSessions } from '../testing/fake-stores.ts';
import type { UploadFacts } from '../stores/upload-facts.ts';
import { indexVideo } from './index-video.ts';

const FACTS: UploadFacts = { uploadedAt: '2026-11-22T20:05:00.000Z' };

const portsFor = (found: typeof metadata | undefined, facts = FACTS) => ({
  library: fakeLibrary(),
  sessions: fakeSessions(),
  metadata: { read: async () => found },
  deletions: fakeDeletions(),
  facts: { ofRendered: async () => facts },
  zone: 'Europe/Berlin',
});

const fromCamera = {
  ...metadata,
  video: 'videos/garden/20261122_210305.mp4',
  labels: [
    {
      frame: '0',
      time: 0,
      capture: `captures/${ID}/c-0.png`,
      labels: [label('Dog', 80), label('Animal', 80)],
    },
    { frame: '900', time: 0.9, capture: `captures/${ID}/c-900.png`, labels: [label('Dog', 70)] },
  ],
};

test('a camera’s video is listed with its camera, its time and the labels of its captures', async () => {
  const ports = portsFor(fromCamera);

  const listed = await indexVideo(ID, ports);

  expect(listed).toBe(ports.library.entries.get(ID));
  expect(listed).toEqual({
    id: ID,
    revision: 1,
    state: 'ready',
    door: 'camera',
    key: 'videos/garden/20261122_210305.mp4',
    name: '20261122_210305.mp4',
    camera: 'garden',
    recorded: { at: '2026-11-22T20:03:05.000Z', offset: '+01:00', from: 'name' },
    uploadedAt: '2026-11-22T20:05:00.000Z',
    durationSeconds: 5,
    captures: [
      { frame: '0', time: 0, key: `captures/${ID}/c-0.png` },
      { frame: '900', time: 0.9, key: `captures/${ID}/c-900.png` },
    ],
    labels: [
      { name: 'Dog', captures: [0, 1] },
      { name: 'Animal', captures: [0] },
    ],
    previews: { gif: `${ID}/clip.gif` },
  });
});

test('a label implied by another one is marked as general', async () => {
  const dog = { ...label('Dog', 80), Parents: [{ Name: 'Animal' }] };
  const ports = portsFor({ ...fromCamera, allLabels: [label('Animal', 80), dog] });
  await indexVideo(ID, ports);

  expect(ports.library.entries.get(ID)?.labels).toEqual([
    { name: 'Dog', captures: [0, 1] },
    { name: 'Animal', captures: [0], general: true },
  ]);
});

test('the recording in metadata.json overrides the key, and the revision is recorded', async () => {
  const recorded = { at: '2026-11-22T20:03:04.000Z', offset: '+02:00', from: 'tag' } as const;
  const ports = portsFor({ ...fromCamera, revision: 3, camera: 'shed', recorded, previews });
  await indexVideo(ID, ports);

  expect(ports.library.entries.get(ID)).toMatchObject({
    ...{ revision: 3, camera: 'shed', recorded },
    previews: { gif: `${ID}/clip.gif`, ...previews },
  });
});

test('an older revision that arrives late changes nothing', async () => {
  const ports = portsFor({ ...fromCamera, revision: 2 });
  await indexVideo(ID, ports);

  expect(await indexVideo(ID, { ...ports, metadata: { read: async () => fromCamera } })).toBe(
    'outdated',
  );
  expect(ports.library.entries.get(ID)?.revision).toBe(2);
});

test('without a mark, a session known to the page is the page’s, and any other is Messenger’s', async () => {
  const page = portsFor(metadata);
  await page.sessions.create({ id: ID, key: metadata.video });
  const messenger = portsFor(metadata);
  await indexVideo(ID, page);
  await indexVideo(ID, messenger);

  expect(page.library.entries.get(ID)?.door).toBe('page');
  expect(messenger.library.entries.get(ID)?.door).toBe('messenger');
});

test('a video’s own mark decides its door, whatever happened to its session', async () => {
  for (const door of ['page', 'messenger'] as const) {
    const ports = portsFor(metadata, { ...FACTS, door });
    await indexVideo(ID, ports);
    expect(ports.library.entries.get(ID)?.door).toBe(door);
  }
  // A camera's agent cannot claim another camera's name.
  const camera = portsFor(fromCamera, { ...FACTS, door: 'page' });
  await indexVideo(ID, camera);
  expect(camera.library.entries.get(ID)?.door).toBe('camera');
});

test('a failed video is listed with its error', async () => {
  const error = { stage: 'probe', code: 'NOT_A_VIDEO', message: 'No.', hint: 'Another.' } as const;
  const ports = portsFor({ ...fromCamera, status: -1, labels: [], error });
  await indexVideo(ID, ports);

  expect(ports.library.entries.get(ID)).toMatchObject({
    state: 'failed',
    error: { code: 'NOT_A_VIDEO', message: 'No.' },
  });
});

test('a delivery after the deletion does not restore the video', async () => {
  const ports = portsFor(fromCamera);
  await indexVideo(ID, ports);
  await deleteEntry(ID, ports.library);

  expect(await indexVideo(ID, ports)).toBe('deleted');
  expect(ports.library.entries.size).toBe(0);
});

test('a video that only the sessions know as deleted is not restored', async () => {
  const ports = portsFor(fromCamera);
  await ports.deletions.bury(ID, 'owner');

  expect(await indexVideo(ID, ports)).toBe('deleted');
  expect(ports.library.entries.size).toBe(0);
  expect([...ports.library.partitions.values()].flat()).toEqual([]);
});

test('a video that no longer exists anywhere is unknown', async () => {
  expect(await indexVideo(ID, portsFor(undefined))).toBe('unknown');
});
