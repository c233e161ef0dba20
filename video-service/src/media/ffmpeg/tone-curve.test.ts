import { expect, test } from '@jest/globals';
import { toneTable } from './tone-curve.ts';

const POINTS = 33;
const grays = (light: 'pq' | 'hlg') => {
  const lines = toneTable(light).trim().split('\n').slice(1);
  return Array.from({ length: POINTS }, (_, at) =>
    Number(lines[at * (POINTS * POINTS + POINTS + 1)]?.split(' ')[0]),
  );
};

test.each(['pq', 'hlg'] as const)('%s runs from black to white without reversing', (light) => {
  const curve = grays(light);

  expect([curve[0], curve.at(-1)]).toEqual([0, 1]);
  expect(curve).toEqual(curve.toSorted((one, other) => one - other));
});

test('HLG at half its signal is as bright as in SDR', () => {
  // 1/12 of the light that the camera saw, brightened as a display of 1,000 cd/m2 does, relative to a white of 203.
  expect(grays('hlg')[16]).toBeCloseTo(((1 / 12) ** 1.2 * (1000 / 203)) ** (1 / 2.4), 4);
});
