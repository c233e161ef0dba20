import { describe, expect, test } from '@jest/globals';
import { createStacks } from './stacks.ts';
import { exporting, openStacks, shelf, stack } from './testing/library.ts';

const fail = (message: string) => {
  throw new Error(message);
};

describe('order', () => {
  test('resources are created after what they refer to and depend on', async () => {
    const { stacks, log } = openStacks();
    const first = shelf('first', { Label: { 'Fn::Sub': '${Second.Arn}' } });

    await stacks.deploy([
      stack('a', {
        First: first,
        Second: { ...shelf('second'), DependsOn: 'Third' },
        Third: shelf('third'),
      }),
    ]);

    expect(log).toEqual(['make third', 'make second', 'make first']);
  });

  test('a stack is deployed after those it imports from', async () => {
    const { stacks, shelves, log } = openStacks();
    const importer = shelf('copy', { Label: { 'Fn::ImportValue': 'shelf' } });

    await stacks.deploy([
      stack('importer', { Copy: importer }),
      stack(
        'exporter',
        { Shelf: shelf('original') },
        exporting({ 'Fn::GetAtt': ['Shelf', 'Arn'] }),
      ),
    ]);

    expect(log).toEqual(['make original', 'make copy']);
    expect(shelves.get('copy')?.label).toBe('arn:shelf:original');
    expect([...stacks.exports()]).toEqual([['shelf', 'arn:shelf:original']]);
  });
});

test('a parameter has the given value, or its default', async () => {
  const { db, kinds, shelves } = openStacks();
  const Parameters = {
    Colour: { Type: 'String', Default: 'red' },
    Wood: { Type: 'String', Default: 'oak' },
  };
  const Shelf = shelf('one', { Label: { 'Fn::Sub': '${Colour} ${Wood}' } });
  const stacks = createStacks({ db, kinds: () => kinds, parameters: { Wood: 'ash' }, warn: fail });

  await stacks.deploy([{ name: 'a', template: { Parameters, Resources: { Shelf } }, code: {} }]);

  expect(shelves.get('one')?.label).toBe('red ash');
});

describe('update', () => {
  test('a change is made in place and keeps the data', async () => {
    const { stacks, shelves, restart } = openStacks();
    await stacks.deploy([stack('a', { Shelf: shelf('one') })]);
    shelves.get('one')?.books.push('Walden');

    await restart().deploy([stack('a', { Shelf: shelf('one', { Label: 'new' }) })]);

    expect(shelves.get('one')).toEqual({ label: 'new', books: ['Walden'] });
  });

  test('resources removed from the template are deleted, last created first, even after a restart', async () => {
    const { stacks, log, restart } = openStacks();
    await stacks.deploy([
      stack('a', { One: shelf('one'), Two: shelf('two'), Three: shelf('three') }),
    ]);
    log.length = 0;

    await restart().deploy([stack('a', { One: shelf('one') })]);

    expect(log).toEqual(['make one', 'remove three', 'remove two']);
  });

  test('a resource that cannot be deleted is kept with a warning and tried again', async () => {
    const { stacks, warnings, shelves } = openStacks();
    const fast = shelf('fast', { Label: 'screwed to the wall' });
    await stacks.deploy([stack('a', { One: shelf('one'), Fast: fast })]);

    await stacks.deploy([stack('a', { One: shelf('one') })]);
    expect(warnings).toEqual(['Error: Stack a: Fast (Library::Shelf): it holds fast']);

    shelves.set('fast', { label: 'loose', books: [] });
    await stacks.deploy([stack('a', { One: shelf('one') })]);
    expect([...shelves.keys()]).toEqual(['one']);
  });

  test('a resource under a new logical id, or to be retained, is not deleted', async () => {
    const { stacks, shelves } = openStacks();
    const kept = { ...shelf('kept'), DeletionPolicy: 'Retain' };
    await stacks.deploy([stack('a', { Old: shelf('one'), Kept: kept })]);

    await stacks.deploy([stack('a', { New: shelf('one') })]);

    expect([...shelves.keys()]).toEqual(['one', 'kept']);
  });

  test('what a failed deployment created is deleted when it is no longer wanted', async () => {
    const { stacks, shelves, restart } = openStacks();
    const heavy = shelf('heavy', { Label: 'too heavy' });
    const half = stack('a', { One: shelf('one'), Two: { ...heavy, DependsOn: 'One' } });
    await expect(stacks.deploy([half])).rejects.toThrow(
      'Stack a: Two (Library::Shelf): the shelf gives way',
    );

    await restart().deploy([stack('a', { Three: shelf('three') })]);

    expect([...shelves.keys()]).toEqual(['three']);
  });
});
