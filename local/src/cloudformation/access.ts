import * as v from 'valibot';
import { ACCOUNT_ID } from '../account.ts';

/** One service doing something to a resource on behalf of another resource. */
export type Access = {
  principal: string;
  action: string;
  resource: string;
  sourceArn: string;
  /** Whether AWS checks it as soon as the resource in need is made, and not only when it is used. */
  checkedAtOnce?: boolean;
};

const Texts = v.union([
  v.pipe(
    v.string(),
    v.transform((text) => [text]),
  ),
  v.array(v.string()),
]);
const ConditionValue = v.pipe(
  v.union([v.string(), v.boolean(), v.array(v.string())]),
  v.transform((value) => (Array.isArray(value) ? value : [String(value)])),
);

const Statement = v.object({
  Effect: v.picklist(['Allow', 'Deny']),
  Principal: v.optional(v.union([v.literal('*'), v.record(v.string(), Texts)]), '*'),
  Action: Texts,
  Resource: v.optional(Texts, '*'),
  Condition: v.optional(v.record(v.string(), v.record(v.string(), ConditionValue)), {}),
});

/** A statement of a policy on a resource. */
export type Grant = v.InferOutput<typeof Statement>;

/** A policy document on a resource, as CloudFormation takes it. */
export const PolicyDocument = v.object({
  Version: v.optional(v.string()),
  Id: v.optional(v.string()),
  Statement: v.union([
    v.array(Statement),
    v.pipe(
      Statement,
      v.transform((statement) => [statement]),
    ),
  ]),
});

/** Whether the statements let the service do it: one allows it and none denies it. */
export const isAllowed = (grants: Grant[], access: Access): boolean => {
  const effects = grants.filter((grant) => covers(grant, access)).map(({ Effect }) => Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
};

const covers = ({ Principal, Action, Resource, Condition }: Grant, access: Access) =>
  (Principal === '*' || (Principal['Service'] ?? []).includes(access.principal)) &&
  Action.some((action) => matches(action.toLowerCase(), access.action.toLowerCase())) &&
  Resource.some((resource) => matches(resource, access.resource)) &&
  Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, allowed]) => meets(operator, allowed, factOf(key, access))),
  );

const factOf = (key: string, { sourceArn }: Access) => {
  const facts: Record<string, string> = {
    'aws:sourcearn': sourceArn,
    'aws:sourceaccount': ACCOUNT_ID,
    'aws:securetransport': 'true',
  };
  return facts[key.toLowerCase()];
};

const OPERATORS: Record<string, (pattern: string, fact: string) => boolean> = {
  StringEquals: (pattern, fact) => pattern === fact,
  Bool: (pattern, fact) => pattern === fact,
  StringLike: (pattern, fact) => matches(pattern, fact),
  ArnLike: (pattern, fact) => matches(pattern, fact),
  ArnEquals: (pattern, fact) => matches(pattern, fact),
};

const meets = (operator: string, patterns: string[], fact: string | undefined) => {
  const test = OPERATORS[operator];
  if (!test) throw new Error(`the local engine does not know the policy condition ${operator}`);
  // A key that the request does not have meets no condition.
  return fact !== undefined && patterns.some((pattern) => test(pattern, fact));
};

const matches = (pattern: string, text: string) => {
  const source = pattern.replaceAll(/[.+^${}()|[\]\\]/gu, String.raw`\$&`);
  return new RegExp(`^${source.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su').test(text);
};
