import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { label } from '@video-service/shared/testing/example-metadata';
import type { LabelRow } from '@video-service/shared/label-row';
import { PROCESSING, type Session } from '@video-service/shared/session';
import { captureOf, errorAt, facts, GIF, ID, PREVIEWS, video } from '../testing/example.ts';
import { buildMetadata } from './build-metadata.ts';

const USD = 0.001;
const session: Session = {
  id: ID,
  status: PROCESSING,
  source: { bucket: video.bucket, key: video.key, size: video.size, ...facts },
  gif: GIF,
  previews: PREVIEWS,
  captures: 2,
  labelled: new Set(['0', '500']),
  createdAt: '2026-11-22T12:00:00.000Z',
};
const rows: LabelRow[] = [
  { frame: '1000', time: 1, sameAs: '500' },
  { frame: '0', time: 0, labels: [label('Person', 70), label('Clock', 90)], model: '3.0' },
  { frame: '500', time: 0.5, labels: [label('Stop Sign', 95), label('Clock', 99)], model: '3.0' },
];

test('a complete session is ready, with all its results', () => {
  expect(buildMetadata(session, rows, USD)).toEqual({
    version: 1,
    revision: 1,
    id: ID,
    status: 1,
    video: 'videos/my clip.mp4',
    gif: GIF,
    previews: PREVIEWS,
    source: { bucket: 'source', key: 'videos/my clip.mp4', size: 7, ...facts },
    labels: [
      {
        frame: '0',
        time: 0,
        capture: captureOf('0'),
        labels: [label('Clock', 90), label('Person', 70)],
      },
      {
        frame: '500',
        time: 0.5,
        capture: captureOf('500'),
        labels: [label('Clock', 99), label('Stop Sign', 95)],
      },
      {
        frame: '1000',
        time: 1,
        capture: captureOf('500'),
        sameAs: '500',
        labels: [label('Clock', 99), label('Stop Sign', 95)],
      },
    ],
    allLabels: [label('Clock', 99), label('Stop Sign', 95), label('Person', 70)],
    timeline: [
      { name: 'Clock', times: [0, 0.5, 1] },
      { name: 'Stop Sign', times: [0.5, 1] },
      { name: 'Person', times: [0] },
    ],
    unlabelled: 0,
    cost: { images: 2, usd: 0.002 },
  });
});

test('where and when it was recorded is included as far as the session knows', () => {
  const recorded = { at: '2026-11-22T20:03:05.000Z', offset: '+01:00', from: 'name' } as const;

  expect(buildMetadata({ ...session, camera: 'garden', recorded }, rows, USD)).toMatchObject({
    camera: 'garden',
    recorded,
  });
});

test('a video that could not be read still has the camera of its key', () => {
  const source = { ...session.source, key: 'videos/garden/clip.mp4' };
  const failed = { ...session, source, error: errorAt('probe') };

  expect(buildMetadata(failed, [], USD).camera).toBe('garden');
});

test('rows of an earlier try are not shown, but their cost is included', () => {
  const chosen = { ...session, pictures: new Set(['0', '500']) };
  const left: LabelRow[] = [
    ...rows.map((row) => (row.frame === '500' ? { ...row, sameAs: '0' } : row)),
    { frame: '700', time: 0.7, labels: [], model: '3.0' },
    { frame: '800', time: 0.8, sameAs: '700' },
  ];

  const metadata = buildMetadata(chosen, left, USD);

  expect(metadata.labels).toEqual(buildMetadata(session, rows, USD).labels);
  expect(metadata.cost.images).toBe(3);
});

test('an empty scene does not get the labels of what crosses it in the shared picture', () => {
  const passing: LabelRow[] = [
    { frame: '0', time: 0, kind: 'keyframe', sameAs: '6000' },
    { frame: '5000', time: 5, kind: 'keyframe', sameAs: '6000' },
    { frame: '6000', time: 6, kind: 'moment', labels: [label('Car', 90)] },
  ];
  const activity = [{ start: 4, end: 8, frame: '6000' }];

  const metadata = buildMetadata({ ...session, activity, activityEverySeconds: 0.2 }, passing, USD);

  expect(metadata.labels.map(({ labels }) => labels.map(({ Name }) => Name))).toEqual([
    [],
    ['Car'],
    ['Car'],
  ]);
  expect(metadata.timeline).toEqual([{ name: 'Car', times: [5, 6] }]);
});

test('pictures without labels are counted', () => {
  const unlabelled: LabelRow[] = [
    ...rows,
    { frame: '1500', time: 1.5 },
    { frame: '2000', time: 2, error: errorAt('labels') },
    { frame: '2500', time: 2.5, sameAs: '2000' },
  ];

  expect(buildMetadata(session, unlabelled, USD).unlabelled).toBe(2);
});

test('activity is included, and whether each capture is a key frame or a moment', () => {
  const watched = {
    activity: [{ start: 0.4, end: 1.2, frame: '500' }],
    activityEverySeconds: 0.2,
  };
  const taken: LabelRow[] = [
    { frame: '0', time: 0, kind: 'keyframe' },
    { frame: '500', time: 0.5, kind: 'moment' },
  ];

  const metadata = buildMetadata({ ...session, ...watched }, taken, USD);

  expect(metadata).toMatchObject(watched);
  expect(metadata.labels.map(({ kind }) => kind)).toEqual(['keyframe', 'moment']);
});

test('of equally confident duplicates of a label, the first is kept', () => {
  const seen = (Left: number) => {
    const Instances = [{ BoundingBox: { Left, Top: 0, Width: 0.1, Height: 0.1 }, Confidence: 90 }];
    return { ...label('Clock', 90), Instances };
  };
  const twice: LabelRow[] = [
    { frame: '500', time: 0.5, labels: [seen(0.5)], model: '3.0' },
    { frame: '0', time: 0, labels: [seen(0)], model: '3.0' },
  ];

  expect(buildMetadata(session, twice, USD).allLabels).toEqual([seen(0)]);
});

test('the same rows give the same bytes, in whatever order they and their attributes come', () => {
  const bytes = JSON.stringify(buildMetadata(session, rows, USD));
  const shuffledKeys = <Value>(value: Value): Value =>
    JSON.parse(JSON.stringify(value), (_, each: unknown) =>
      typeof each === 'object' && each && !Array.isArray(each)
        ? Object.fromEntries(Object.entries(each).toReversed())
        : each,
    ) as Value;

  fc.assert(
    fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
      const other = { ...shuffledKeys(session), labelled: new Set(['500', '0']) };
      expect(JSON.stringify(buildMetadata(other, shuffledKeys(shuffled), USD))).toBe(bytes);
    }),
    { seed: 1 },
  );
});

test('equally confident labels are sorted by name', () => {
  const unsorted = ['b', 'a', 'Z', 'é'].map((name) => label(name, 80));
  const row = { frame: '0', time: 0, labels: unsorted, model: '3.0' };

  const { allLabels, labels } = buildMetadata(session, [row], USD);

  expect(allLabels.map(({ Name }) => Name)).toEqual(['Z', 'a', 'b', 'é']);
  expect(labels[0]?.labels.map(({ Name }) => Name)).toEqual(['Z', 'a', 'b', 'é']);
});

describe('an error', () => {
  test('of a capture is included there and on its repetitions, and costs nothing', () => {
    const error = errorAt('labels');
    const failed = rows.map((row) =>
      row.frame === '500' ? { ...row, labels: undefined, error } : row,
    );

    const metadata = buildMetadata(session, failed, USD);

    expect(metadata).toMatchObject({ status: 1, cost: { images: 1, usd: 0.001 } });
    expect(metadata.labels.slice(1)).toMatchObject([
      { frame: '500', labels: [], error },
      { frame: '1000', sameAs: '500', labels: [], error },
    ]);
  });

  test('of the video makes the session failed, with the results so far', () => {
    const bare = { ...session, gif: undefined, previews: undefined, captures: undefined };

    const metadata = buildMetadata({ ...bare, error: errorAt('probe') }, [], USD);

    expect(metadata).toMatchObject({
      status: -1,
      error: errorAt('probe'),
      labels: [],
      timeline: [],
    });
    expect(metadata).not.toHaveProperty('gif');
  });

  test('after some labels were paid for includes their cost', () => {
    const unlabelled = { frame: '1500', time: 1.5 };

    const metadata = buildMetadata(
      { ...session, error: errorAt('gif') },
      [...rows, unlabelled],
      USD,
    );

    expect(metadata.cost).toEqual({ images: 2, usd: 0.002 });
    expect(metadata.labels.at(-1)).toEqual({
      frame: '1500',
      time: 1.5,
      capture: captureOf('1500'),
      labels: [],
    });
  });
});

test('costs add up without floating-point noise', () => {
  const many = Array.from({ length: 3 }, (_, frame) => ({
    frame: `${frame}`,
    time: frame,
    labels: [],
    model: '3.0',
  }));

  expect(buildMetadata(session, many, 0.1).cost).toEqual({ images: 3, usd: 0.3 });
});
