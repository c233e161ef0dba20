import * as v from 'valibot';
import { AuthError } from './auth-error.ts';
import type { SignedRequest } from './signed-request.ts';
import type { Scope } from './signer.ts';

const MAX_EXPIRES_SECONDS = 7 * 24 * 60 * 60;

/** `<access key id>/<scope>`. */
export const Credential = v.pipe(
  v.string(),
  v.regex(
    /^[^/]+\/\d{8}\/[^/]+\/[^/]+\/aws4_request$/u,
    'expecting "<key>/YYYYMMDD/REGION/SERVICE/aws4_request"',
  ),
  v.transform((text) => {
    const [accessKeyId = '', day = '', region = '', service = ''] = text.split('/');
    return { accessKeyId, scope: { day, region, service } };
  }),
);
const SignedHeaders = v.pipe(
  v.string(),
  v.transform((list) => list.toLowerCase().split(';')),
  v.includes('host', 'the host header must be signed'),
);
export const Signature = v.pipe(v.string(), v.regex(/^[\da-f]{64}$/u, 'expecting 64 hex digits'));
export const Timestamp = v.pipe(
  v.string(),
  v.regex(/^\d{8}T\d{6}Z$/u, 'expecting YYYYMMDDTHHMMSSZ'),
);

const QueryClaim = v.object({
  'X-Amz-Algorithm': v.literal('AWS4-HMAC-SHA256'),
  'X-Amz-Credential': Credential,
  'X-Amz-Date': Timestamp,
  'X-Amz-SignedHeaders': SignedHeaders,
  'X-Amz-Signature': Signature,
  'X-Amz-Security-Token': v.optional(v.string()),
  'X-Amz-Expires': v.pipe(
    v.string(),
    v.digits('X-Amz-Expires must be a non-negative number'),
    v.transform(Number),
    v.maxValue(
      MAX_EXPIRES_SECONDS,
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    ),
  ),
});

const HeaderClaim = v.object({
  Credential,
  SignedHeaders,
  Signature,
  timestamp: Timestamp,
  sessionToken: v.optional(v.string()),
});

/** What a request's signature claims: who signed it, when, for what, over which headers. */
export type Claim = {
  accessKeyId: string;
  scope: Scope;
  signedHeaders: string[];
  signature: string;
  timestamp: string;
  sessionToken?: string | undefined;
  /** Only a presigned URL has an expiry. */
  expiresSeconds?: number;
};

/** The only claim of a request, from its Authorization header or its presigned query. */
export const readClaim = (request: SignedRequest): Claim => {
  const { authorization } = request.headers;
  const isPresigned = 'X-Amz-Algorithm' in request.query;
  if (authorization !== undefined && isPresigned) {
    throw new AuthError(
      'ambiguous',
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
    );
  }
  if (isPresigned) return readQuery(request);
  if (authorization !== undefined) return readHeader(request, authorization);
  if ('Signature' in request.query) throw unsupported();
  throw new AuthError('unsigned', 'Access Denied');
};

const readQuery = ({ query }: SignedRequest): Claim => {
  const result = v.safeParse(QueryClaim, query);
  if (!result.success) throw new AuthError('malformed-query', describe(result.issues));
  const claim = result.output;
  return {
    ...claim['X-Amz-Credential'],
    signedHeaders: claim['X-Amz-SignedHeaders'],
    signature: claim['X-Amz-Signature'],
    timestamp: claim['X-Amz-Date'],
    sessionToken: claim['X-Amz-Security-Token'],
    expiresSeconds: claim['X-Amz-Expires'],
  };
};

const readHeader = ({ headers }: SignedRequest, authorization: string): Claim => {
  const [, fields] = /^AWS4-HMAC-SHA256\s+(.+)$/su.exec(authorization) ?? [];
  if (fields === undefined) throw unsupported();
  const result = v.safeParse(HeaderClaim, {
    ...Object.fromEntries(fields.split(',').map((field) => field.trim().split('='))),
    timestamp: headers['x-amz-date'] ?? timestampOf(headers['date']),
    sessionToken: headers['x-amz-security-token'],
  });
  if (!result.success) throw new AuthError('malformed-header', describe(result.issues));
  const { Credential, SignedHeaders, Signature, timestamp, sessionToken } = result.output;
  return {
    ...Credential,
    signedHeaders: SignedHeaders,
    signature: Signature,
    timestamp,
    sessionToken,
  };
};

const timestampOf = (date: string | undefined) => {
  const time = Date.parse(date ?? '');
  return Number.isNaN(time) ? undefined : basicFormat(new Date(time));
};

/** ISO 8601 in the short form of signatures: 20261122T101112Z. */
export const basicFormat = (date: Date) => date.toISOString().replace(/[:-]|\.\d{3}/gu, '');

const unsupported = () =>
  new AuthError(
    'unsupported',
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
  );

const describe = (issues: [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]) =>
  `${v.getDotPath(issues[0]) ?? ''}: ${issues[0].message}`;
