import { expect, test } from '@jest/globals';
import { inOrder, neededBy } from './order.ts';

const graph = new Map([
  ['bucket', ['policy', 'topic']],
  ['policy', ['topic']],
  ['topic', ['AWS::Region']],
]);

test('dependencies come first', () => {
  expect(inOrder(graph)).toEqual(['topic', 'policy', 'bucket']);
});

test('a cycle is named', () => {
  const circle = new Map([...graph, ['topic', ['bucket']]]);

  expect(() => inOrder(circle)).toThrow('circular dependency: bucket → policy → topic → bucket');
});

test('dependencies count over any number of steps', () => {
  expect([...neededBy('bucket', new Map([...graph, ['topic', ['key']]]))]).toEqual([
    'policy',
    'topic',
    'key',
  ]);
});
