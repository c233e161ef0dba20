import { ACCOUNT_ID, arnOf, REGION } from '../../engine/account.ts';
import { holds } from './conditions.ts';
import type { Scope } from './intrinsics.ts';
import type { Planned } from './resource-kind.ts';

/** What intrinsic functions can refer to: the stack's resources planned so far, and exports of others. */
export type Surroundings = {
  parameters?: Record<string, string>;
  conditions?: Record<string, unknown>;
  planned?: ReadonlyMap<string, Planned>;
  exported?: ReadonlyMap<string, string>;
};

/** Resolves the intrinsic functions of a stack. */
export const createScope = (stack: string, surroundings: Surroundings = {}): Scope => {
  const { conditions = {}, planned, exported } = surroundings;
  const parameters = { ...pseudoParameters(stack), ...surroundings.parameters };
  const find = (logicalId: string) => {
    const resource = planned?.get(logicalId);
    if (!resource) throw new Error(`there is no resource ${logicalId}`);
    return resource;
  };
  const scope: Scope = {
    ref: (name) => {
      if (name in parameters) return parameters[name];
      const { id, ref = id } = find(name);
      return ref;
    },
    attribute: (logicalId, attribute) => {
      const value = find(logicalId).attributes?.[attribute];
      if (value !== undefined) return value;
      throw new Error(`the local engine does not know the attribute ${logicalId}.${attribute}`);
    },
    imported: (name) => {
      const value = exported?.get(name);
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

const pseudoParameters = (stack: string): Record<string, string | undefined> => ({
  'AWS::AccountId': ACCOUNT_ID,
  'AWS::Region': REGION,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': stack,
  'AWS::StackId': arnOf('cloudformation', `stack/${stack}/local`),
  'AWS::NoValue': undefined,
});
