import { expect, test } from '@jest/globals';
import { label } from '../../../src/testing/examples.ts';
import { namesOf } from './label-names.ts';

test('labels are named after what they are, not after what that is a kind of', () => {
  const car = { ...label('Car', 90), Parents: [{ Name: 'Vehicle' }] };

  expect(namesOf([label('Vehicle', 90), label('Dog', 70), car])).toEqual(['Car', 'Dog']);
});
