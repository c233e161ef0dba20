import { expect, test } from '@jest/globals';
import { logistic, straight } from './confidence.ts';

const SCORES = Array.from({ length: 101 }, (_, index) => index / 100);

test.each([
  ['a logistic curve', logistic({ even: 0.35, steepness: 9.5 })],
  ['two straight lines', (score: number) => straight(score, 0.35)],
])(
  'confidence along %s rises with the score, is 50 at `even` and stays a percentage',
  (_, curve) => {
    const confidences = SCORES.map(curve);

    expect(confidences).toEqual(confidences.toSorted((a, b) => a - b));
    expect(new Set(confidences).size).toBe(101);
    expect(curve(0.35)).toBe(50);
    expect(confidences[0]).toBeGreaterThanOrEqual(0);
    expect(confidences[100]).toBeLessThanOrEqual(100);
  },
);
