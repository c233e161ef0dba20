import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { openDatabase } from '../state/database.ts';
import { PolicyDocument } from '../iam/policy.ts';
import { inert, resourceKind, type ResourceKinds } from './resource-kind.ts';
import { createStacks } from './stacks.ts';

/** A service whose shelves hold books; taking a shelf away loses them, changing it does not. */
const openLibrary = () => {
  const shelves = new Map<string, { label: string; books: string[] }>();
  const log: string[] = [];
  const kinds: ResourceKinds = {
    'Library::Shelf': resourceKind(
      v.strictObject({ Name: v.string(), Label: v.optional(v.string(), ''), Tags: inert }),
      {
        plan: ({ Name, Label }) => ({
          id: Name,
          attributes: { Arn: `arn:shelf:${Name}` },
          apply: () => {
            log.push(`make ${Name}`);
            if (Label === 'too heavy') throw new Error('the shelf gives way');
            shelves.set(Name, { label: Label, books: shelves.get(Name)?.books ?? [] });
          },
        }),
        remove: (name) => {
          log.push(`remove ${name}`);
          if (shelves.get(name)?.label === 'screwed to the wall') throw new Error('it holds fast');
          shelves.delete(name);
        },
      },
    ),
    'Library::Reader': resourceKind(v.strictObject({ Shelf: v.string() }), {
      plan: ({ Shelf }, { logicalId }) => ({
        id: logicalId,
        needs: [{ ...reading, resource: Shelf, sourceArn: logicalId, checkedAtOnce: true }],
      }),
    }),
    'Library::Card': resourceKind(v.strictObject({ Policy: PolicyDocument }), {
      plan: ({ Policy }, { logicalId }) => ({ id: logicalId, grants: Policy.Statement }),
    }),
  };
  return { shelves, log, kinds };
};

const reading = { principal: 'reader', action: 'library:Read' };
const shelf = (Name: string, rest: object = {}) => ({
  Type: 'Library::Shelf',
  Properties: { Name, ...rest },
});
const stack = (name: string, Resources: object, Outputs: object = {}) => ({
  name,
  template: { Resources, Outputs },
  code: {},
});
const exporting = (value: unknown) => ({ Out: { Value: value, Export: { Name: 'shelf' } } });

const openStacks = () => {
  const library = openLibrary();
  const db = openDatabase(':memory:');
  const warnings: string[] = [];
  const restart = () =>
    createStacks({ db, kinds: () => library.kinds, warn: (text) => warnings.push(text) });
  return { ...library, db, warnings, restart, stacks: restart() };
};

const fail = (message: string) => {
  throw new Error(message);
};

describe('order', () => {
  test('resources are made after what they refer to and depend on', async () => {
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

  test('a stack is made after those it imports from', async () => {
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

test('a parameter has the value given, or its default', async () => {
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
  test('a change is made in place and keeps what is there', async () => {
    const { stacks, shelves, restart } = openStacks();
    await stacks.deploy([stack('a', { Shelf: shelf('one') })]);
    shelves.get('one')?.books.push('Walden');

    await restart().deploy([stack('a', { Shelf: shelf('one', { Label: 'new' }) })]);

    expect(shelves.get('one')).toEqual({ label: 'new', books: ['Walden'] });
  });

  test('what is in the template no more is removed, the last made first, also after a restart', async () => {
    const { stacks, log, restart } = openStacks();
    await stacks.deploy([
      stack('a', { One: shelf('one'), Two: shelf('two'), Three: shelf('three') }),
    ]);
    log.length = 0;

    await restart().deploy([stack('a', { One: shelf('one') })]);

    expect(log).toEqual(['make one', 'remove three', 'remove two']);
  });

  test('what may not be removed is left behind with a warning and tried again', async () => {
    const { stacks, warnings, shelves } = openStacks();
    const fast = shelf('fast', { Label: 'screwed to the wall' });
    await stacks.deploy([stack('a', { One: shelf('one'), Fast: fast })]);

    await stacks.deploy([stack('a', { One: shelf('one') })]);
    expect(warnings).toEqual(['Error: Stack a: Fast (Library::Shelf): it holds fast']);

    shelves.set('fast', { label: 'loose', books: [] });
    await stacks.deploy([stack('a', { One: shelf('one') })]);
    expect([...shelves.keys()]).toEqual(['one']);
  });

  test('a resource under a new logical id, or to be retained, is not removed', async () => {
    const { stacks, shelves } = openStacks();
    const kept = { ...shelf('kept'), DeletionPolicy: 'Retain' };
    await stacks.deploy([stack('a', { Old: shelf('one'), Kept: kept })]);

    await stacks.deploy([stack('a', { New: shelf('one') })]);

    expect([...shelves.keys()]).toEqual(['one', 'kept']);
  });

  test('what a deploy made before it failed is removed when it is wanted no more', async () => {
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

describe('refusal, before anything is made', () => {
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

  test.each(refusals)('%s is refused by name', async (_, resources, message) => {
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

  test('a resource that nothing gives access to is refused as on AWS', async () => {
    const { stacks } = openStacks();

    await expect(stacks.deploy([stack('a', { Reader })])).rejects.toThrow(
      'Stack a: Reader (Library::Reader): AWS would refuse it, as no policy allows reader library:Read on one',
    );
  });

  test('access that is granted too late is refused as on AWS', async () => {
    const { stacks } = openStacks();

    await expect(stacks.deploy([stack('a', { Reader, Card })])).rejects.toThrow('add a DependsOn');
    await stacks.deploy([stack('a', { Reader: { ...Reader, DependsOn: 'Card' }, Card })]);
  });

  test('access that another stack grants counts', async () => {
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

  test('a stack whose export is imported is not removed, also after a restart', async () => {
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

  test('an export that is imported neither changes nor goes', async () => {
    const { stacks } = await deployBoth();
    const message = 'Stack exporter: the export shelf is in use by importer';

    await expect(stacks.deploy([stack('exporter', { Shelf: shelf('one') })])).rejects.toThrow(
      message,
    );
    await expect(
      stacks.deploy([stack('exporter', { Shelf: shelf('two') }, exporting({ Ref: 'Shelf' }))]),
    ).rejects.toThrow(message);
  });

  test('an export of two stacks is refused', async () => {
    const { stacks } = await deployBoth();
    const rival = stack('rival', { Shelf: shelf('rival') }, exporting('rival'));

    await expect(stacks.deploy([rival])).rejects.toThrow('Stack rival: shelf is exported already');
  });
});
