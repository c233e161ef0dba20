import { expect, test } from '@jest/globals';
import { COCO_LABELS } from './coco-labels.ts';
import { ancestorsOf, factsOf } from './taxonomy.ts';

test('each of the 80 classes has a label of its own whose ancestors are labels too', () => {
  const names = COCO_LABELS.map(([name]) => name);

  expect(new Set(names).size).toBe(80);
  for (const name of names) {
    const ancestors = ancestorsOf(name);
    expect(ancestors).not.toContain(name);
    for (const ancestor of ancestors) expect(factsOf(ancestor).Categories).toHaveLength(1);
  }
});

test('a label names all its ancestors, by name', () => {
  expect(factsOf('Stopsign')).toEqual({
    Name: 'Stopsign',
    Parents: [{ Name: 'Road Sign' }, { Name: 'Sign' }, { Name: 'Symbol' }],
    Categories: [{ Name: 'Transport and Logistics' }],
    Aliases: [],
  });
  expect(ancestorsOf('Dog')).toEqual(['Animal', 'Canine', 'Mammal', 'Pet']);
  expect(ancestorsOf('Orange')).toEqual(['Citrus Fruit', 'Food', 'Fruit', 'Plant', 'Produce']);
});

test('a label has the other names that Rekognition gives it', () => {
  expect(factsOf('Mobile Phone').Aliases).toEqual([{ Name: 'Cell Phone' }]);
});
