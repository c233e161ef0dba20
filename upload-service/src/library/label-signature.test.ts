import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mayHave, signatureOf } from './label-signature.ts';

const namesTo = (count: number) => Array.from({ length: count }, (_, index) => `Label ${index}`);

test('a signature never denies a label that it was made of', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (labels) => {
      expect(mayHave(signatureOf(labels), labels)).toBe(true);
    }),
  );
});

test.each([
  [0, 0],
  [30, 0.03],
  [100, 0.15],
])('a signature of %d labels claims few others', (count, most) => {
  const signature = signatureOf(namesTo(count));
  const others = Array.from({ length: 2000 }, (_, index) => `Other ${index}`);

  const claimed = others.filter((label) => mayHave(signature, [label]));

  expect(claimed.length / others.length).toBeLessThanOrEqual(most);
});

test('a signature takes 64 bytes, and stays the same in later versions, since it is stored', () => {
  expect(Buffer.from(signatureOf(namesTo(500)), 'base64')).toHaveLength(64);
  expect(signatureOf(['Person', 'Dog'])).toBe(signatureOf(['Dog', 'Person', 'Dog']));
  expect(signatureOf(['Dog'])).toBe(
    'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIAAAAAAAAAAAA==',
  );
});
