import { describe, expect, test } from '@jest/globals';
import { label } from '@video-service/shared/testing/example-metadata';
import { ID, newView } from '../src/testing/examples.ts';
import { applyStep, keepLinks } from './apply-step.ts';
import type { StepView } from './session-view.ts';

const nothing = newView;
const gif: StepView = { session: ID, step: 'gif', gifUrl: 'gif', posterUrl: 'poster' };
const captures: StepView = {
  session: ID,
  step: 'captures',
  captures: [
    { frame: '0', time: 0, captureUrl: 'first' },
    { frame: '1500', time: 1.5, captureUrl: 'second' },
  ],
};
const first: StepView = { session: ID, step: 'label', frame: '0', labels: [label('Car', 60)] };
const second: StepView = {
  session: ID,
  step: 'label',
  frame: '1500',
  labels: [label('Car', 90), label('Dog', 70)],
};

const after = (...steps: StepView[]) => steps.reduce(applyStep, nothing);

describe('applying a step', () => {
  test("adds the step's results", () => {
    expect(after(gif, captures, second)).toEqual({
      ...nothing,
      gifUrl: 'gif',
      posterUrl: 'poster',
      labels: [
        { frame: '0', time: 0, captureUrl: 'first' },
        { frame: '1500', time: 1.5, captureUrl: 'second', labels: second.labels },
      ],
      allLabels: second.labels,
    });
  });

  test.each([
    ['in another order', [second, first, captures, gif]],
    ['twice', [gif, gif, captures, captures, first, second, second, first]],
  ])('gives the same result when steps arrive %s', (_name, steps) => {
    expect(after(...steps)).toEqual(after(gif, captures, first, second));
  });

  test('keeps the best score of each label, highest first', () => {
    const names = after(first, second).allLabels.map(({ Name, Confidence }) => [Name, Confidence]);

    expect(names).toEqual([
      ['Car', 90],
      ['Dog', 70],
    ]);
  });

  test('places labels that arrive before their capture by their frame', () => {
    expect(after(second).labels).toEqual([{ frame: '1500', time: 1.5, labels: second.labels }]);
  });
});

test('keeps the links already shown when a session is fetched again', () => {
  const older = { ...after(gif, captures), videoUrl: 'video' };
  const newer = {
    ...nothing,
    status: 1 as const,
    gifUrl: 'new gif',
    posterUrl: 'new poster',
    previewUrl: 'new preview',
    videoUrl: 'new video',
    labels: [{ frame: '0', time: 0, captureUrl: 'new', labels: [] }],
  };

  expect(keepLinks(older, newer)).toEqual({
    ...newer,
    gifUrl: 'gif',
    posterUrl: 'poster',
    videoUrl: 'video',
    labels: [{ frame: '0', time: 0, captureUrl: 'first', labels: [] }],
  });
});
