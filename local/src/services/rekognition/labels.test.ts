import { describe, expect, test } from '@jest/globals';
import { labelsFrom } from './labels.ts';
import type { Finding } from './models/model.ts';

const EVERYTHING = { maxLabels: 1000, minConfidence: 0 };
const BOX = { left: 0.123456, top: 0.25, right: 0.5, bottom: 1 };

const detected = (name: string, confidence: number): Finding => ({ name, confidence, box: BOX });

const briefly = (labels: ReturnType<typeof labelsFrom>) =>
  labels.map(({ Name, Confidence, Instances }) => [Name, Confidence, Instances.length]);

describe('labelsFrom', () => {
  test('an object has its instances, box and attributes', () => {
    const [label] = labelsFrom([detected('Clock', 50)], EVERYTHING);

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

  test('instances of one kind share a label with the highest confidence of them', () => {
    const [label] = labelsFrom([detected('Clock', 50), detected('Clock', 40)], EVERYTHING);

    expect(label?.Confidence).toBe(50);
    expect(label?.Instances.map(({ Confidence }) => Confidence)).toEqual([50, 40]);
  });

  test('ancestors are labels without instances, with the highest confidence of their kinds', () => {
    const labels = labelsFrom([detected('Car', 40), detected('Bus', 50)], EVERYTHING);
    const [surer, lesser] = [50, 40];

    expect(briefly(labels)).toEqual([
      ['Bus', surer, 1],
      ['Transportation', surer, 0],
      ['Vehicle', surer, 0],
      ['Car', lesser, 1],
    ]);
  });

  test('findings below the minimum confidence are omitted, including instances', () => {
    const limits = { ...EVERYTHING, minConfidence: 45 };
    const found = [detected('Clock', 50), detected('Clock', 40), detected('Car', 40)];

    expect(briefly(labelsFrom(found, limits))).toEqual([['Clock', 50, 1]]);
  });

  test('the most confident labels stay if there are too many', () => {
    const found = [detected('Bowl', 50), detected('Clock', 60), detected('Cup', 40)];

    const labels = labelsFrom(found, { ...EVERYTHING, maxLabels: 2 });

    expect(labels.map(({ Name }) => Name)).toEqual(['Clock', 'Bowl']);
  });

  test('a finding for the whole picture is a label without instances', () => {
    const labels = labelsFrom([{ name: 'Beach', confidence: 61.234567 }], EVERYTHING);

    expect(briefly(labels)).toEqual(
      ['Beach', 'Coast', 'Nature', 'Outdoors', 'Water'].map((name) => [name, 61.23, 0]),
    );
  });

  test('a name that two models find is one label, with the higher confidence', () => {
    const labels = labelsFrom(
      [detected('Clock', 60), { name: 'Clock', confidence: 80 }],
      EVERYTHING,
    );

    expect(briefly(labels)).toEqual([['Clock', 80, 1]]);
  });
});
