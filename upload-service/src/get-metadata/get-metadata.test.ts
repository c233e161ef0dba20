import { describe, expect, test } from '@jest/globals';
import type { Metadata } from '@video-service/shared/metadata';
import { label } from '@video-service/shared/testing/example-metadata';
import { ID, metadata, OTHER_ID, previews } from '../testing/examples.ts';
import { fakeLibrary } from '../testing/fake-library.ts';
import { fakeLinks } from '../testing/fake-ports.ts';
import { fakeDeletions, fakeSessions, fakeSteps } from '../testing/fake-stores.ts';
import { randomEntry, randomFrom } from '../testing/library-entries.ts';
import { getSession } from './get-metadata.ts';

const KEY = `videos/${ID}/clip.mp4`;

const portsWith = (status: 0 | 1 | -1, found?: Metadata) => ({
  sessions: fakeSessions({ id: ID, key: KEY, status }),
  deletions: fakeDeletions(),
  library: fakeLibrary(),
  steps: fakeSteps(),
  metadata: { read: async (id: string) => (id === found?.id ? found : undefined) },
  links: { source: fakeLinks('source'), renders: fakeLinks('renders') },
});

test("another service's session is unknown", async () => {
  expect(
    await getSession({ id: OTHER_ID, isOwner: false }, portsWith(1, { ...metadata, id: OTHER_ID })),
  ).toBe(undefined);
});

test('the owner can see a video that came through another door', async () => {
  const ports = portsWith(1, { ...metadata, id: OTHER_ID });

  expect(await getSession({ id: OTHER_ID, isOwner: true }, ports)).toMatchObject({
    id: OTHER_ID,
    status: 1,
  });
});

test('only the owner can follow a video of another door while it is processed', async () => {
  const ports = portsWith(1);
  const entry = { ...randomEntry(1, randomFrom(1)), id: OTHER_ID, revision: 0 };
  await ports.library.put({ ...entry, state: 'processing', key: 'videos/garden/dusk.mp4' });
  await ports.steps.record({ id: OTHER_ID, step: 'gif', gif: `${OTHER_ID}/dusk.gif` });

  expect(await getSession({ id: OTHER_ID, isOwner: true }, ports)).toMatchObject({
    ...{ id: OTHER_ID, status: 0, file: 'dusk.mp4' },
    videoUrl: 'https://source/videos/garden/dusk.mp4',
    gifUrl: `https://renders/${OTHER_ID}/dusk.gif`,
  });
  expect(await getSession({ id: OTHER_ID, isOwner: false }, ports)).toBeUndefined();

  await ports.library.bury(OTHER_ID);
  expect(await getSession({ id: OTHER_ID, isOwner: true }, ports)).toBeUndefined();
});

test('a video being deleted is hidden, even if its results still exist', async () => {
  const ports = portsWith(1, { ...metadata, id: OTHER_ID });
  await ports.deletions.bury(OTHER_ID, 'owner');

  expect(await getSession({ id: OTHER_ID, isOwner: false }, ports)).toBeUndefined();
  expect(await getSession({ id: OTHER_ID, isOwner: true }, ports)).toBeUndefined();
});

test('a session whose results have expired is unknown', async () => {
  expect(await getSession({ id: ID, isOwner: false }, portsWith(1))).toBe(undefined);
});

test('a session of a stationary camera reports when something moved, and which captures show it', async () => {
  const watched = { activity: [{ start: 0.4, end: 1.2, frame: '0' }], activityEverySeconds: 0.2 };
  const labels = metadata.labels.map((each) => ({ ...each, kind: 'moment' as const }));

  const session = await getSession(
    { id: ID, isOwner: false },
    portsWith(1, { ...metadata, ...watched, labels }),
  );

  expect(session).toMatchObject(watched);
  expect(session?.labels.map(({ kind }) => kind)).toEqual(labels.map(() => 'moment'));
});

describe('a session in progress', () => {
  const nothing = {
    id: ID,
    status: 0,
    message: 'The video is being processed.',
    file: 'clip.mp4',
    videoUrl: `https://source/${KEY}`,
    labels: [],
    allLabels: [],
    timeline: [],
  };

  test('has only its video at first', async () => {
    expect(await getSession({ id: ID, isOwner: false }, portsWith(0))).toEqual(nothing);
  });

  test('has the results of its steps, with links', async () => {
    const ports = portsWith(0);
    const capture = `captures/${ID}/clip-1500.png`;
    await ports.steps.record({ id: ID, step: 'label', frame: '1500', labels: [label('Car', 80)] });
    await ports.steps.record({ id: ID, step: 'gif', gif: `${ID}/clip.gif`, previews });
    await ports.steps.record({
      id: ID,
      step: 'captures',
      captures: [{ frame: '1500', time: 1.5, capture }],
    });

    expect(await getSession({ id: ID, isOwner: false }, ports)).toEqual({
      ...nothing,
      gifUrl: `https://renders/${ID}/clip.gif`,
      posterUrl: `https://renders/${previews.poster}`,
      previewUrl: `https://renders/${previews.video}`,
      storyboardUrl: `/metadata/${ID}/storyboard.vtt`,
      labels: [
        {
          frame: '1500',
          time: 1.5,
          captureUrl: `https://source/${capture}`,
          labels: [label('Car', 80)],
        },
      ],
      allLabels: [label('Car', 80)],
    });
  });
});

test('a ready session has all results, with links', async () => {
  const { source, cost, timeline, allLabels, labels } = metadata;

  expect(
    await getSession({ id: ID, isOwner: false }, portsWith(1, { ...metadata, previews })),
  ).toEqual({
    id: ID,
    status: 1,
    message: 'The video is ready.',
    file: 'clip.mp4',
    gifUrl: `https://renders/${ID}/clip.gif`,
    videoUrl: `https://source/${KEY}`,
    metadataUrl: `https://renders/${ID}/metadata.json?as=metadata.json`,
    posterUrl: `https://renders/${previews.poster}`,
    previewUrl: `https://renders/${previews.video}`,
    storyboardUrl: `/metadata/${ID}/storyboard.vtt`,
    chaptersUrl: `/metadata/${ID}/chapters.vtt`,
    labels: [
      {
        frame: '1500',
        time: 1.5,
        captureUrl: `https://source/captures/${ID}/clip-1500.png`,
        labels: labels[0]?.labels,
      },
    ],
    allLabels,
    timeline,
    source,
    cost,
  });
});

test('a session of an earlier version has no previews beside its GIF', async () => {
  const view = await getSession({ id: ID, isOwner: false }, portsWith(1, metadata));

  expect(view).toMatchObject({ gifUrl: `https://renders/${ID}/clip.gif` });
  expect([view?.posterUrl, view?.previewUrl, view?.storyboardUrl]).toEqual(
    Array(3).fill(undefined),
  );
});

test('a failed session shows the reason', async () => {
  const error = { stage: 'probe', code: 'not-a-video', message: 'No.', hint: 'Another.' } as const;
  const { gif, ...rest } = metadata;

  const view = await getSession(
    { id: ID, isOwner: false },
    portsWith(-1, { ...rest, status: -1, labels: [], error }),
  );

  expect(view).toMatchObject({ status: -1, message: 'No.', error });
  expect(gif && view?.gifUrl).toBe(undefined);
});

test('a file that is not a video gets no link', async () => {
  const error = {
    stage: 'probe',
    code: 'NOT_A_VIDEO',
    message: 'No video.',
    hint: 'Another.',
  } as const;
  const failed = { ...metadata, status: -1, error } as const;

  expect((await getSession({ id: ID, isOwner: false }, portsWith(-1, failed)))?.videoUrl).toBe(
    undefined,
  );
  const tooSlow = { ...failed, error: { ...error, code: 'TOO_SLOW' } };
  expect((await getSession({ id: ID, isOwner: false }, portsWith(-1, tooSlow)))?.videoUrl).toBe(
    `https://source/${KEY}`,
  );
});
