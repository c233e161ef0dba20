import { expect, test } from '@jest/globals';
import { COCO_LABELS } from './coco-labels.ts';
import { IMAGENET_GROUPS } from './imagenet-groups.ts';
import { BUILT_IN_MODELS } from '../models/built-in.ts';
import { ancestorsOf, factsOf, isKindOf } from './taxonomy.ts';

test('each of the 80 classes has its own label whose ancestors are labels too', () => {
  const names = COCO_LABELS.map(([name]) => name);

  expect(new Set(names).size).toBe(80);
  for (const name of names) {
    const ancestors = ancestorsOf(name);
    expect(ancestors).not.toContain(name);
    for (const ancestor of ancestors) expect(factsOf(ancestor).Categories).toHaveLength(1);
  }
});

test('a label lists all its ancestors, by name', () => {
  expect(factsOf('Stopsign')).toEqual({
    Name: 'Stopsign',
    Parents: [{ Name: 'Road Sign' }, { Name: 'Sign' }, { Name: 'Symbol' }],
    Categories: [{ Name: 'Transport and Logistics' }],
    Aliases: [],
  });
  expect(ancestorsOf('Dog')).toEqual(['Animal', 'Canine', 'Mammal', 'Pet']);
  expect(ancestorsOf('Orange')).toEqual(['Citrus Fruit', 'Food', 'Fruit', 'Plant', 'Produce']);
});

test('a label has Rekognition’s other names', () => {
  expect(factsOf('Mobile Phone').Aliases).toEqual([{ Name: 'Cell Phone' }]);
});

test.each(BUILT_IN_MODELS.map(({ name, labels }) => [name, labels] as const))(
  'each label of %s, and each of its ancestors, has one category',
  (_model, labels) => {
    expect(labels.length).toBeGreaterThan(0);
    for (const name of labels)
      for (const each of [name, ...ancestorsOf(name)])
        expect([each, factsOf(each).Categories.length]).toEqual([each, 1]);
  },
);

test("a label sums up only classes of ImageNet's 1000", () => {
  const classes = IMAGENET_GROUPS.flatMap((group) => group.classes);

  expect(Math.min(...classes)).toBe(1);
  expect(Math.max(...classes)).toBe(1000);
});

test('an unknown name has neither parents nor categories', () => {
  expect(factsOf('Left Widget')).toEqual({
    Name: 'Left Widget',
    Parents: [],
    Categories: [],
    Aliases: [],
  });
});

test('a label is a kind of itself and of its ancestors', () => {
  expect(isKindOf('Vehicle', 'Vehicle')).toBe(true);
  expect(isKindOf('Car', 'Transportation')).toBe(true);
  expect(isKindOf('Vehicle', 'Car')).toBe(false);
});
