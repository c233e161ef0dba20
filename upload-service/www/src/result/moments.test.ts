import { describe, expect, test } from '@jest/globals';
import type { CaptureView, SessionView } from '#api/session-view';
import { label } from '@video-service/shared/testing/example-metadata';
import { newView } from '../../../src/testing/examples.ts';
import {
  boxesOf,
  captureAt,
  describeActivity,
  momentAt,
  movingTimes,
  nextTime,
  shownMoments,
  stagesOf,
  timesOf,
} from './moments.ts';

const car = {
  ...label('Car', 90),
  Instances: [{ Confidence: 90, BoundingBox: { Left: 0.1, Top: 0.2, Width: 0.3, Height: 0.4 } }],
};
const captures: CaptureView[] = [
  { frame: '0', time: 0, captureUrl: 'a', labels: [car, label('Road', 60)] },
  { frame: '2000', time: 2, captureUrl: 'b', labels: [label('Road', 60)] },
  { frame: '4000', time: 4, captureUrl: 'c', labels: [car] },
  { frame: '6000', time: 6, captureUrl: 'd' },
];

test('a label is seen at the seconds of its captures', () => {
  expect([timesOf(captures, 'Car'), timesOf(captures, 'Dog')]).toEqual([[0, 4], []]);
});

test.each([
  [0, 4],
  [0.1, 4],
  [4, 0],
  [9, 0],
])('after second %d the next of 0 and 4 is %d', (after, next) => {
  expect(nextTime([0, 4], after)).toBe(next);
});

test('only the exact second of a capture shows it', () => {
  expect([captureAt(captures, 2.05)?.frame, captureAt(captures, 3)]).toEqual(['2000', undefined]);
});

test('an empty scene is not listed with the picture of what passed it', () => {
  const moment = { frame: '3000', time: 3, captureUrl: 'b', labels: [car] };
  const empty = { frame: '1000', time: 1, captureUrl: 'b', sameAs: '3000', labels: [] };
  const shown = shownMoments(
    [empty, moment, { ...empty, frame: '2900', labels: [car] }],
    undefined,
  );

  expect(shown.map(({ frame }) => frame)).toEqual(['3000', '2900']);
});

test('an empty scene is not listed with the picture of something that nobody recognised', () => {
  const moment = { frame: '6', time: 6, kind: 'moment' as const, captureUrl: 'b', labels: [] };
  const keyFrame = (time: number) => ({
    ...{ frame: `${time}`, time, kind: 'keyframe' as const },
    ...{ captureUrl: 'b', sameAs: '6', labels: [] },
  });
  const captures = [keyFrame(0), keyFrame(4.8), moment, keyFrame(9)];
  const activity = [
    { start: 4, end: 8, frame: '6' },
    { start: 8, end: 10, frame: '10' },
  ];

  expect(shownMoments(captures, activity).map(({ frame }) => frame)).toEqual(['4.8', '6']);
});

test('a scene in which nothing was recognised is listed, also where it repeats', () => {
  const scene = { frame: '0', time: 0, captureUrl: 'a', labels: [] };
  const repeated = { ...scene, frame: '1000', sameAs: '0' };
  const waiting = { frame: '2000', time: 2, captureUrl: 'a', sameAs: '0' };

  expect(shownMoments([scene, repeated, waiting], [])).toHaveLength(3);
});

test('between captures the previous one counts, and before the first one the first', () => {
  const [, ...later] = captures;
  const moments = [momentAt(captures, 3.8), momentAt(captures, 3.9), momentAt(later, 0)];

  expect(moments.map((moment) => moment?.frame)).toEqual(['2000', '4000', '2000']);
  expect(momentAt([], 0)).toBe(undefined);
});

test('the boxes of a capture are those of all its labels, or of one', () => {
  const box = { name: 'Car', left: 0.1, top: 0.2, width: 0.3, height: 0.4 };

  expect(captures.map((capture) => boxesOf(capture))).toEqual([[box], [], [box], []]);
  expect(boxesOf({ frame: '0', time: 0, labels: [car] }, 'Road')).toEqual([]);
});

test('overlapping activity is one span of the timeline', () => {
  const [early, late, within] = [
    { start: 2, end: 5 },
    { start: 9, end: 11.5 },
    { start: 10, end: 11 },
  ];

  expect(movingTimes([late, early, within])).toEqual([early, late]);
  expect(movingTimes([early, { start: 4, end: 7 }])).toEqual([{ start: 2, end: 7 }]);
  expect(movingTimes([])).toEqual([]);
});

test('a sentence lists when something moves, or how often if that is too often to list', () => {
  const often = Array.from({ length: 9 }, (_, index) => ({ start: index * 5, end: index * 5 + 1 }));

  expect(describeActivity([{ start: 4.3, end: 8.9 }])).toBe('Something moves at 0:04–0:08.');
  expect(describeActivity(often.slice(0, 2))).toBe('Something moves at 0:00–0:01 and 0:05–0:06.');
  expect(describeActivity(often)).toBe('Something moves 9 times.');
  expect(describeActivity([])).toBe(undefined);
});

describe('the stages of a session', () => {
  const done = (session: SessionView) => stagesOf(session).map((stage) => stage.done);

  test('complete one after the other', () => {
    expect(done(newView)).toEqual([true, false, false, false]);
    expect(done({ ...newView, gifUrl: 'gif' })).toEqual([true, true, false, false]);
    expect(done({ ...newView, gifUrl: 'gif', labels: captures })).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(done({ ...newView, status: 1 })).toEqual([true, true, true, true]);
  });

  test('count the labelled captures', () => {
    expect(stagesOf({ ...newView, labels: captures }).at(-1)?.name).toBe('Labels: 3 of 4');
  });
});
