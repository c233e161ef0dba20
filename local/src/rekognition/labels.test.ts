import { describe, expect, test } from '@jest/globals';
import { COCO_LABELS } from './coco-labels.ts';
import type { Detection } from './heat-maps.ts';
import { confidenceOf, labelsFrom } from './labels.ts';

const EVERYTHING = { maxLabels: 1000, minConfidence: 0 };
const BOX = { left: 0.123456, top: 0.25, right: 0.5, bottom: 1 };

const detected = (name: string, score: number): Detection => ({
  classIndex: COCO_LABELS.findIndex(([label]) => label === name),
  score,
  box: BOX,
});

const briefly = (labels: ReturnType<typeof labelsFrom>) =>
  labels.map(({ Name, Confidence, Instances }) => [Name, Confidence, Instances.length]);

describe('labelsFrom', () => {
  test('an object comes with its instances, box and facts', () => {
    const [label] = labelsFrom([detected('Clock', 0.35)], EVERYTHING);

    expect(label).toEqual({
      Name: 'Clock',
      Confidence: 50,
      Instances: [
        { BoundingBox: { Left: 0.1235, Top: 0.25, Width: 0.3765, Height: 0.75 }, Confidence: 50 },
      ],
      Parents: [],
      Categories: [{ Name: 'Everyday Objects' }],
      Aliases: [],
    });
  });

  test('instances of one kind share a label that is as sure as the surest of them', () => {
    const [label] = labelsFrom([detected('Clock', 0.5), detected('Clock', 0.4)], EVERYTHING);

    expect(label?.Confidence).toBe(confidenceOf(0.5));
    expect(label?.Instances.map(({ Confidence }) => Confidence)).toEqual(
      [0.5, 0.4].map(confidenceOf),
    );
  });

  test('ancestors are labels without instances, as sure as the surest of their kinds', () => {
    const labels = labelsFrom([detected('Car', 0.4), detected('Bus', 0.5)], EVERYTHING);
    const [surer, lesser] = [confidenceOf(0.5), confidenceOf(0.4)];

    expect(briefly(labels)).toEqual([
      ['Bus', surer, 1],
      ['Transportation', surer, 0],
      ['Vehicle', surer, 0],
      ['Car', lesser, 1],
    ]);
  });

  test('what is less sure than wanted is left out, instances too', () => {
    const limits = { ...EVERYTHING, minConfidence: confidenceOf(0.45) };
    const found = [detected('Clock', 0.5), detected('Clock', 0.4), detected('Car', 0.4)];

    expect(briefly(labelsFrom(found, limits))).toEqual([['Clock', confidenceOf(0.5), 1]]);
  });

  test('the surest labels stay when there are more than wanted', () => {
    const found = [detected('Bowl', 0.5), detected('Clock', 0.6), detected('Cup', 0.4)];

    const labels = labelsFrom(found, { ...EVERYTHING, maxLabels: 2 });

    expect(labels.map(({ Name }) => Name)).toEqual(['Clock', 'Bowl']);
  });
});

test('confidence rises with the score and stays a percentage', () => {
  const confidences = Array.from({ length: 101 }, (_, index) => confidenceOf(index / 100));

  expect(confidences).toEqual(confidences.toSorted((a, b) => a - b));
  expect(new Set(confidences).size).toBe(101);
  expect(confidences[0]).toBeGreaterThanOrEqual(0);
  expect(confidences[100]).toBeLessThanOrEqual(100);
});
