import * as v from 'valibot';
import { AuthError } from './auth-error.ts';
import { Credential, Signature, Timestamp } from './claim.ts';
import { type Caller, callerOf, type CredentialsStore } from './credentials.ts';
import { type Condition, Policy } from './policy-document.ts';
import { sameSignature, Signer } from './signer.ts';
import { checkScope, findCredentials, wrongSignature } from './verify.ts';

const Fields = v.object({
  policy: v.string(),
  'x-amz-algorithm': v.literal('AWS4-HMAC-SHA256'),
  'x-amz-credential': Credential,
  'x-amz-date': Timestamp,
  'x-amz-signature': Signature,
  'x-amz-security-token': v.optional(v.string()),
});

export type PolicyContext = { bucket: string; credentials: CredentialsStore; now?: Date };

/** What a signed policy allows: its signer, and the maximum size of the file. */
export type PolicyGrant = Caller & { minBytes: number; maxBytes: number };

/**
 * Verifies a form's policy, then checks the form, with lower-case names, against every condition; each field must be
 * covered by one. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */
export const verifyPolicy = (
  fields: Record<string, string>,
  { bucket, credentials, now = new Date() }: PolicyContext,
): PolicyGrant => {
  const { caller, text } = verifySignature(fields, { credentials, now });
  const policy = parsePolicy(text);
  if (policy.expiration <= now) throw failed('Policy expired.');
  for (const condition of policy.conditions) checkCondition(condition, { ...fields, bucket });
  checkCovered(fields, policy.conditions);
  const [minBytes, maxBytes] = sizeRangeOf(policy.conditions);
  return { ...caller, minBytes, maxBytes };
};

const verifySignature = (
  fields: Record<string, string>,
  { credentials, now }: { credentials: CredentialsStore; now: Date },
) => {
  if (!('policy' in fields)) throw new AuthError('unsigned', 'Access Denied');
  const result = v.safeParse(Fields, fields);
  if (!result.success) {
    const field = v.getDotPath(result.issues[0]) ?? '';
    throw new AuthError('malformed-policy', `Bad form field ${field}: ${result.issues[0].message}`);
  }
  const { policy, 'x-amz-signature': signature, 'x-amz-date': timestamp } = result.output;
  const claim = {
    ...result.output['x-amz-credential'],
    ...{ signature, timestamp, sessionToken: result.output['x-amz-security-token'] },
  };
  checkScope(claim, 's3');
  const secret = findCredentials(claim, credentials, now);
  const expected = new Signer(claim.scope, secret).signText(policy);
  if (!sameSignature(expected, signature)) throw wrongSignature(claim, { StringToSign: policy });
  return { caller: callerOf(secret), text: policy };
};

const parsePolicy = (base64: string): Policy => {
  const result = v.safeParse(Policy, Buffer.from(base64, 'base64').toString());
  if (result.success) return result.output;
  throw new AuthError('malformed-policy', `Invalid Policy: ${result.issues[0].message}`);
};

const checkCondition = ([operator, name, value]: Condition, fields: Record<string, string>) => {
  if (operator === 'content-length-range') return;
  const actual = fields[name] ?? '';
  // Each of several content types in one field must be allowed.
  const values =
    name === 'content-type' && operator === 'starts-with' ? actual.split(',') : [actual];
  const holds = values.every((item) =>
    operator === 'eq' ? item === value : item.trim().startsWith(value),
  );
  if (!holds) {
    throw failed(`Policy Condition failed: ${JSON.stringify([operator, `$${name}`, value])}`);
  }
};

const UNCOVERED = /^(?:policy|x-amz-signature|x-ignore-.*)$/u;

const checkCovered = (fields: Record<string, string>, conditions: Condition[]) => {
  const covered = new Set(conditions.map(([, name]) => name));
  const extra = Object.keys(fields).filter((name) => !UNCOVERED.test(name) && !covered.has(name));
  if (extra.length > 0) throw failed(`Extra input fields: ${extra.join(', ')}`);
};

// All of several ranges must hold.
const sizeRangeOf = (conditions: Condition[]): [number, number] => {
  const ranges = conditions.filter((condition) => condition[0] === 'content-length-range');
  return [
    Math.max(0, ...ranges.map(([, min]) => min)),
    Math.min(Infinity, ...ranges.map(([, , max]) => max)),
  ];
};

const failed = (why: string) =>
  new AuthError('policy-failed', `Invalid according to Policy: ${why}`);
