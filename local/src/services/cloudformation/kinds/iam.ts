import * as v from 'valibot';
import { ACCOUNT_ID } from '../../../engine/account.ts';
import type { Iam } from '../../iam/iam.ts';
import { grantsTo, IdentityPolicy, PolicyDocument } from '../../iam/policy.ts';
import { generatedName, inert, resourceKind, type ResourceKinds } from '../resource-kind.ts';

// API Gateway's permission to write logs, which is not needed here.
const PUSH_LOGS = 'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs';

const Role = v.strictObject({
  RoleName: v.optional(v.string()),
  AssumeRolePolicyDocument: PolicyDocument,
  Policies: v.optional(
    v.array(v.strictObject({ PolicyName: v.string(), PolicyDocument: IdentityPolicy })),
    [],
  ),
  ManagedPolicyArns: v.optional(v.array(v.literal(PUSH_LOGS))),
  Description: inert,
  MaxSessionDuration: inert,
  Tags: inert,
});

// For users created by hand, such as a camera's.
const ManagedPolicy = v.strictObject({
  ManagedPolicyName: v.optional(v.string()),
  PolicyDocument: IdentityPolicy,
  Description: inert,
});

/** Roles with their permissions and trust policies, and policies to be attached to users. */
export const iamKinds = (iam: Pick<Iam, 'configureRole' | 'removeRole'>): ResourceKinds => ({
  'AWS::IAM::Role': resourceKind(Role, {
    plan: ({ RoleName, AssumeRolePolicyDocument, Policies }, place) => {
      const name = RoleName ?? generatedName(place);
      const arn = arnOf('role', name);
      const policies = Policies.map(({ PolicyDocument }) => PolicyDocument);
      return {
        id: arn,
        ref: name,
        attributes: { Arn: arn },
        grants: [
          ...AssumeRolePolicyDocument.Statement.map((trust) => ({ ...trust, Resource: [arn] })),
          ...grantsTo(arn, policies),
        ],
        apply: () => iam.configureRole(arn, policies),
      };
    },
    remove: iam.removeRole,
  }),

  'AWS::IAM::ManagedPolicy': resourceKind(ManagedPolicy, {
    plan: ({ ManagedPolicyName }, place) => ({
      id: arnOf('policy', ManagedPolicyName ?? generatedName(place)),
    }),
  }),
});

// IAM is the same in all regions.
const arnOf = (kind: string, name: string) => `arn:aws:iam::${ACCOUNT_ID}:${kind}/${name}`;
