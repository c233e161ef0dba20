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
  test("has full links in place of the picture's name", async () => {
    expect(await getStoryboard(strangerTo(ID), portsWith(1, ready))).toBe(SIGNED);
  });

  test('is available as soon as it is rendered', async () => {
    const ports = portsWith(0);
    expect(await getStoryboard(strangerTo(ID), ports)).toBe(undefined);

    await ports.steps.record({ id: ID, step: 'gif', gif: 'clip.gif', previews });

    expect(await getStoryboard(strangerTo(ID), ports)).toBe(SIGNED);
  });

  test('is not found if the session is unknown, or the storyboard is missing or expired', async () => {
    expect(
      await getStoryboard(strangerTo(OTHER_ID), portsWith(1, { ...ready, id: OTHER_ID })),
    ).toBe(undefined);
    expect(await getStoryboard(strangerTo(ID), portsWith(1, metadata))).toBe(undefined);
    expect(await getStoryboard(strangerTo(ID), portsWith(1, ready, new Map()))).toBe(undefined);
    expect(await getStoryboard(strangerTo(ID), portsWith(1))).toBe(undefined);
  });
});

describe('chapters', () => {
  test('list what is seen, and from when', async () => {
    expect(await getChapters(strangerTo(ID), portsWith(1, ready))).toBe(
      formatTrack([{ start: 1.5, end: 5, text: 'Clock' }]),
    );
  });

  test('of a video without labels are empty', async () => {
    expect(await getChapters(strangerTo(ID), portsWith(-1, { ...ready, labels: [] }))).toBe(
      formatTrack([]),
    );
  });

  test('are not found until the video is ready, or if the session is unknown', async () => {
    expect(await getChapters(strangerTo(ID), portsWith(0))).toBe(undefined);
    expect(await getChapters(strangerTo(OTHER_ID), portsWith(1, { ...ready, id: OTHER_ID }))).toBe(
      undefined,
    );
  });
});

describe('the tracks of a video from another door', () => {
  const ports = () => portsWith(1, { ...ready, id: OTHER_ID });

  test('are available only to the owner', async () => {
    expect(await getStoryboard({ id: OTHER_ID, isOwner: true }, ports())).toBe(SIGNED);
    expect(await getChapters({ id: OTHER_ID, isOwner: true }, ports())).toBe(
      formatTrack([{ start: 1.5, end: 5, text: 'Clock' }]),
    );
    expect(await getStoryboard(strangerTo(OTHER_ID), ports())).toBeUndefined();
    expect(await getChapters(strangerTo(OTHER_ID), ports())).toBeUndefined();
  });

  test('are hidden once the deletion was requested', async () => {
    const deleting = ports();
    await deleting.deletions.bury(OTHER_ID, 'owner');

    expect(await getStoryboard({ id: OTHER_ID, isOwner: true }, deleting)).toBeUndefined();
    expect(await getChapters({ id: OTHER_ID, isOwner: true }, deleting)).toBeUndefined();
  });
});
