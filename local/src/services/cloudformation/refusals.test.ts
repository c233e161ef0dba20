import { describe, expect, test } from '@jest/globals';
import { exporting, openStacks, shelf, stack } from './testing/library.ts';

describe('rejection, before anything is created', () => {
  const refusals: [title: string, resources: object, message: string][] = [
    [
      'an unknown type',
      { Odd: { Type: 'Library::Café' } },
      'Stack a: Odd (Library::Café): the local engine does not know this type of resource',
    ],
    [
      'an unknown property',
      { Odd: shelf('odd', { Colour: 'red' }) },
      'Stack a: Odd (Library::Shelf): the local engine does not know Colour',
    ],
    [
      'a property of the wrong type',
      { Odd: shelf('odd', { Label: ['red'] }) },
      'Stack a: Odd (Library::Shelf): Label: Invalid type: Expected string but received Array',
    ],
    [
      'an unknown attribute of a resource',
      { Odd: { ...shelf('odd'), CreationPolicy: {} } },
      'Resources.Odd.CreationPolicy',
    ],
    [
      'a reference to nothing',
      { Odd: shelf('odd', { Label: { Ref: 'Missing' } }) },
      'Stack a: Odd (Library::Shelf): there is no resource Missing',
    ],
    [
      'an import that nobody exports',
      { Odd: shelf('odd', { Label: { 'Fn::ImportValue': 'missing' } }) },
      'Stack a: Odd (Library::Shelf): no stack exports missing',
    ],
    [
      'the same name twice',
      { One: shelf('one'), Two: shelf('one') },
      'Stack a: Two (Library::Shelf): one is there already, as One of a',
    ],
  ];

  test.each(refusals)('%s is rejected by name', async (_, resources, message) => {
    const { stacks, log } = openStacks();

    await expect(
      stacks.deploy([stack('a', { Good: shelf('good'), ...resources })]),
    ).rejects.toThrow(message);

    expect(log).toEqual([]);
  });
});

describe('access', () => {
  const card = { Effect: 'Allow', Principal: { Service: 'reader' }, Action: 'library:*' };
  const Card = { Type: 'Library::Card', Properties: { Policy: { Statement: card } } };
  const Reader = { Type: 'Library::Reader', Properties: { Shelf: 'one' } };

  test('a resource without access is rejected as on AWS', async () => {
    const { stacks } = openStacks();

    await expect(stacks.deploy([stack('a', { Reader })])).rejects.toThrow(
      'Stack a: Reader (Library::Reader): AWS would refuse it, as no policy allows reader library:Read on one',
    );
  });

  test('access granted too late is rejected as on AWS', async () => {
    const { stacks } = openStacks();

    await expect(stacks.deploy([stack('a', { Reader, Card })])).rejects.toThrow('add a DependsOn');
    await stacks.deploy([stack('a', { Reader: { ...Reader, DependsOn: 'Card' }, Card })]);
  });

  test('access granted by another stack counts', async () => {
    const { stacks } = openStacks();
    await stacks.deploy([stack('cards', { Card })]);

    await stacks.deploy([stack('readers', { Reader })]);
  });
});

describe('exports in use', () => {
  const deployBoth = async () => {
    const opened = openStacks();
    await opened.stacks.deploy([
      stack('exporter', { Shelf: shelf('one') }, exporting({ Ref: 'Shelf' })),
      stack('importer', { Copy: shelf('copy', { Label: { 'Fn::ImportValue': 'shelf' } }) }),
    ]);
    return opened;
  };

  test('a stack whose export is imported is not removed, even after a restart', async () => {
    const { restart, shelves } = await deployBoth();

    await expect(restart().remove('exporter')).rejects.toThrow(
      'Stack exporter: the export shelf is in use by importer',
    );

    expect([...shelves.keys()]).toEqual(['one', 'copy']);
  });

  test('stacks are removed when nobody imports from them any more', async () => {
    const { stacks, shelves } = await deployBoth();

    await stacks.remove('importer');
    await stacks.remove('exporter');

    expect([...shelves.keys()]).toEqual([]);
    expect([...stacks.exports()]).toEqual([]);
  });

  test('an imported export can neither change nor be removed', async () => {
    const { stacks } = await deployBoth();
    const message = 'Stack exporter: the export shelf is in use by importer';

    await expect(stacks.deploy([stack('exporter', { Shelf: shelf('one') })])).rejects.toThrow(
      message,
    );
    await expect(
      stacks.deploy([stack('exporter', { Shelf: shelf('two') }, exporting({ Ref: 'Shelf' }))]),
    ).rejects.toThrow(message);
  });

  test('an export of two stacks is rejected', async () => {
    const { stacks } = await deployBoth();
    const rival = stack('rival', { Shelf: shelf('rival') }, exporting('rival'));

    await expect(stacks.deploy([rival])).rejects.toThrow('Stack rival: shelf is exported already');
  });
});
