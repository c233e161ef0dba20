import { ACCOUNT_ID, REGION } from '../account.ts';
import { holds } from './conditions.ts';
import type { Scope } from './intrinsics.ts';
import type { Planned } from './resource-kind.ts';

/** What intrinsic functions may refer to: the stack's resources as far as planned, and exports of others. */
export type Surroundings = {
  conditions?: Record<string, unknown>;
  planned?: ReadonlyMap<string, Planned>;
  exported?: ReadonlyMap<string, string>;
};

/** Where the intrinsic functions of a stack look things up. */
export const createScope = (
  stack: string,
  { conditions = {}, planned = new Map(), exported = new Map() }: Surroundings = {},
): Scope => {
  const find = (logicalId: string) => {
    const resource = planned.get(logicalId);
    if (!resource) throw new Error(`there is no resource ${logicalId}`);
    return resource;
  };
  const scope: Scope = {
    ref: (name) => (name.startsWith('AWS::') ? pseudoParameter(stack, name) : find(name).ref),
    attribute: (logicalId, attribute) => {
      const value = find(logicalId).attributes?.[attribute];
      if (value !== undefined) return value;
      throw new Error(`the local engine does not know the attribute ${logicalId}.${attribute}`);
    },
    imported: (name) => {
      const value = exported.get(name);
      if (value === undefined) throw new Error(`no stack exports ${name}`);
      return value;
    },
    condition: (name) => {
      if (!(name in conditions)) throw new Error(`there is no condition ${name}`);
      return holds(conditions[name], scope);
    },
  };
  return scope;
};

const pseudoParameter = (stack: string, name: string) => {
  const values: Record<string, string | undefined> = {
    'AWS::AccountId': ACCOUNT_ID,
    'AWS::Region': REGION,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack,
    'AWS::StackId': `arn:aws:cloudformation:${REGION}:${ACCOUNT_ID}:stack/${stack}/local`,
    'AWS::NoValue': undefined,
  };
  if (!(name in values)) throw new Error(`the local engine does not know ${name}`);
  return values[name];
};
