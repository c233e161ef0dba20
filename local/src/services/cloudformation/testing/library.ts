import * as v from 'valibot';
import { openDatabase } from '../../../state/database.ts';
import { PolicyDocument } from '../../iam/policy.ts';
import { inert, resourceKind, type ResourceKinds } from '../resource-kind.ts';
import { createStacks } from '../stacks.ts';

/** A service whose shelves hold books: deleting a shelf loses them, changing it does not. */
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

/** A shelf as a template declares it. */
export const shelf = (Name: string, rest: object = {}) => ({
  Type: 'Library::Shelf',
  Properties: { Name, ...rest },
});

/** A stack as it comes from its package. */
export const stack = (name: string, Resources: object, Outputs: object = {}) => ({
  name,
  template: { Resources, Outputs },
  code: {},
});

/** Outputs that export a value as `shelf`. */
export const exporting = (value: unknown) => ({ Out: { Value: value, Export: { Name: 'shelf' } } });

/** Stacks over a library; `restart` reopens them over the stored data. */
export const openStacks = () => {
  const library = openLibrary();
  const db = openDatabase(':memory:');
  const warnings: string[] = [];
  const restart = () =>
    createStacks({ db, kinds: () => library.kinds, warn: (text) => warnings.push(text) });
  return { ...library, db, warnings, restart, stacks: restart() };
};
