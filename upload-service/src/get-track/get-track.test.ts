import { describe, expect, test } from '@jest/globals';
import type { Metadata } from '@video-service/shared/metadata';
import { formatTrack } from '@video-service/shared/web-vtt';
import { ID, metadata, OTHER_ID, previews } from '../testing/examples.ts';
import { fakeLibrary } from '../testing/fake-library.ts';
import { fakeLinks } from '../testing/fake-ports.ts';
import { fakeDeletions, fakeSessions, fakeSteps } from '../testing/fake-stores.ts';
import { getChapters, getStoryboard } from './get-track.ts';

const { track, picture } = previews.storyboard;
const stored = formatTrack([
  { start: 0, end: 1.5, text: 'clip-storyboard.jpg#xywh=0,0,192,108' },
  { start: 1.5, end: 5, text: 'clip-storyboard.jpg#xywh=192,0,192,108' },
]);
const ready = { ...metadata, previews };

const portsWith = (status: 0 | 1 | -1, found?: Metadata, tracks = new Map([[track, stored]])) => ({
  sessions: fakeSessions({ id: ID, key: `videos/${ID}/clip.mp4`, status }),
  deletions: fakeDeletions(),
  library: fakeLibrary(),
  steps: fakeSteps(),
  metadata: { read: async (id: string) => (id === found?.id ? found : undefined) },
  tracks: { read: async (key: string) => tracks.get(key) },
  links: fakeLinks('renders'),
});

const strangerTo = (id: string) => ({ id, isOwner: false });

const SIGNED = formatTrack([
  { start: 0, end: 1.5, text: `https://renders/${picture}#xywh=0,0,192,108` },
  { start: 1.5, end: 5, text: `https://renders/${picture}#xywh=192,0,192,108` },
]);

describe('the storyboard', () => {
  test('has whole links in place of the names of its picture', async () => {
    expect(await getStoryboard(strangerTo(ID), portsWith(1, ready))).toBe(SIGNED);
  });

  test('can be had as soon as it is made', async () => {
    const ports = portsWith(0);
    expect(await getStoryboard(strangerTo(ID), ports)).toBe(undefined);

    await ports.steps.record({ id: ID, step: 'gif', gif: 'clip.gif', previews });

    expect(await getStoryboard(strangerTo(ID), ports)).toBe(SIGNED);
  });

  test('is unknown when the session is, when there is none, and when it has expired', async () => {
    expect(
      await getStoryboard(strangerTo(OTHER_ID), portsWith(1, { ...ready, id: OTHER_ID })),
    ).toBe(undefined);
    expect(await getStoryboard(strangerTo(ID), portsWith(1, metadata))).toBe(undefined);
    expect(await getStoryboard(strangerTo(ID), portsWith(1, ready, new Map()))).toBe(undefined);
    expect(await getStoryboard(strangerTo(ID), portsWith(1))).toBe(undefined);
  });
});

describe('chapters', () => {
  test('say what is seen from when on', async () => {
    expect(await getChapters(strangerTo(ID), portsWith(1, ready))).toBe(
      formatTrack([{ start: 1.5, end: 5, text: 'Clock' }]),
    );
  });

  test('of a video in which nothing was recognised are none', async () => {
    expect(await getChapters(strangerTo(ID), portsWith(-1, { ...ready, labels: [] }))).toBe(
      formatTrack([]),
    );
  });

  test('are unknown until the video is ready, and when the session is unknown', async () => {
    expect(await getChapters(strangerTo(ID), portsWith(0))).toBe(undefined);
    expect(await getChapters(strangerTo(OTHER_ID), portsWith(1, { ...ready, id: OTHER_ID }))).toBe(
      undefined,
    );
  });
});

describe('the tracks of a video that came through another door', () => {
  const ports = () => portsWith(1, { ...ready, id: OTHER_ID });

  test('are for the owner of the bank alone', async () => {
    expect(await getStoryboard({ id: OTHER_ID, isOwner: true }, ports())).toBe(SIGNED);
    expect(await getChapters({ id: OTHER_ID, isOwner: true }, ports())).toBe(
      formatTrack([{ start: 1.5, end: 5, text: 'Clock' }]),
    );
    expect(await getStoryboard(strangerTo(OTHER_ID), ports())).toBeUndefined();
    expect(await getChapters(strangerTo(OTHER_ID), ports())).toBeUndefined();
  });

  test('are gone for everyone once its deletion has been ordered', async () => {
    const deleting = ports();
    await deleting.deletions.bury(OTHER_ID, 'owner');

    expect(await getStoryboard({ id: OTHER_ID, isOwner: true }, deleting)).toBeUndefined();
    expect(await getChapters({ id: OTHER_ID, isOwner: true }, deleting)).toBeUndefined();
  });
});
