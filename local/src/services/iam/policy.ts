import * as v from 'valibot';
import { conditionsHold, Conditions } from './conditions.ts';
import { matches } from './pattern.ts';

/** A principal, service or role, that does something to a resource, perhaps on behalf of another resource. */
export type Access = {
  /** A service's name, or the ARN of a role or user. */
  principal: string;
  action: string;
  resource: string;
  sourceArn?: string;
  /** Whether AWS checks it as soon as the dependent resource is created, and not only when it is used. */
  checkedAtOnce?: boolean;
};

const Texts = v.union([
  v.pipe(
    v.string(),
    v.transform((text) => [text]),
  ),
  v.array(v.string()),
]);

// Strict: ignoring a part of a policy would permit what AWS does not.
const parts = {
  Sid: v.optional(v.string()),
  Effect: v.picklist(['Allow', 'Deny']),
  Action: Texts,
  Condition: v.optional(Conditions, {}),
};
const ResourceStatement = v.strictObject({
  ...parts,
  Principal: v.optional(v.union([v.literal('*'), v.record(v.string(), Texts)]), '*'),
  Resource: v.optional(Texts, '*'),
});
const IdentityStatement = v.strictObject({ ...parts, Resource: Texts });

/** A statement of a policy: what it allows or denies, and to whom. */
export type Grant = v.InferOutput<typeof ResourceStatement>;

const documentOf = <Statement extends v.GenericSchema>(statement: Statement) =>
  v.object({
    Version: v.optional(v.string()),
    Id: v.optional(v.string()),
    Statement: v.pipe(
      v.unknown(),
      // Converted to a list first, so that an error in a statement refers to that statement.
      v.transform((statements): unknown[] =>
        Array.isArray(statements) ? statements : [statements],
      ),
      v.array(statement),
    ),
  });

/** A resource's policy document, as CloudFormation accepts it. */
export const PolicyDocument = documentOf(ResourceStatement);

/** A role's or user's policy document, as CloudFormation accepts it. */
export const IdentityPolicy = documentOf(IdentityStatement);
export type IdentityPolicy = v.InferOutput<typeof IdentityPolicy>;

/** What a role's or user's policies grant it, by its ARN. */
export const grantsTo = (arn: string, policies: IdentityPolicy[]): Grant[] =>
  policies
    .flatMap(({ Statement }) => Statement)
    .map((statement) => ({
      ...statement,
      Principal: { AWS: [arn] },
      Resource: resourcesFor(arn, statement.Resource),
    }));

const USER_NAME = '${aws:username}';

// A role has no user name, so a resource that needs one matches nothing:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
const resourcesFor = (arn: string, resources: string[]) => {
  const [userName] = /(?<=:user\/(?:.*\/)?)[^/]+$/u.exec(arn) ?? [];
  return resources
    .filter((resource) => userName !== undefined || !resource.includes(USER_NAME))
    .map((resource) => resource.replaceAll(USER_NAME, () => userName ?? ''));
};

/** Whether the statements permit it: one allows it and none denies it. */
export const isAllowed = (grants: Grant[], access: Access): boolean => {
  const effects = grants.filter((grant) => covers(grant, access)).map(({ Effect }) => Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
};

const covers = ({ Principal, Action, Resource, Condition }: Grant, access: Access) =>
  Action.some((action) => matches(action.toLowerCase(), access.action.toLowerCase())) &&
  (Principal === '*' || Object.values(Principal).flat().includes(access.principal)) &&
  Resource.some((resource) => matches(resource, access.resource)) &&
  conditionsHold(Condition, access);
