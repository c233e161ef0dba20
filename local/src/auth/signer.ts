import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from 'node:crypto';
import { Sha256Node } from '@aws-sdk/checksums/sha';
import { getCanonicalHeaders, SignatureV4 } from '@smithy/signature-v4';
import type { Credentials } from './credentials.ts';
import type { SignedRequest } from './signed-request.ts';

/** The scope of a Signature Version 4: a day (`YYYYMMDD`), a region and a service. */
export type Scope = { day: string; region: string; service: string };

export const scopeText = ({ day, region, service }: Scope) =>
  `${day}/${region}/${service}/aws4_request`;

/** Computes the expected signature of a request, with the SDK's own signer. */
export class Signer extends SignatureV4 {
  readonly #scope: Scope;
  readonly #key: KeyObject;

  constructor(scope: Scope, credentials: Credentials) {
    super({
      credentials: { accessKeyId: '', secretAccessKey: credentials.secretAccessKey },
      region: scope.region,
      service: scope.service,
      sha256: Sha256Node,
      uriEscapePath: scope.service !== 's3',
    });
    this.#scope = scope;
    this.#key = signingKey(credentials, scope);
  }

  signText(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('hex');
  }

  /** The expected signature and, for a client to compare, the texts it is computed from. */
  expected(
    request: SignedRequest,
    claim: { signedHeaders: string[]; timestamp: string; payloadHash: string },
  ) {
    const headers = pick(request.headers, claim.signedHeaders);
    const canonicalHeaders = getCanonicalHeaders(
      { ...UNUSED, ...request, headers },
      undefined,
      new Set(claim.signedHeaders),
    );
    const CanonicalRequest = this.createCanonicalRequest(
      { ...UNUSED, ...request, headers },
      canonicalHeaders,
      claim.payloadHash,
    );
    const StringToSign = [
      'AWS4-HMAC-SHA256',
      claim.timestamp,
      scopeText(this.#scope),
      hash('sha256', CanonicalRequest, 'hex'),
    ].join('\n');
    return { signature: this.signText(StringToSign), StringToSign, CanonicalRequest };
  }
}

// The signer's request type requires a destination, which no signature covers.
const UNUSED = { protocol: 'http:', hostname: '' };

const MAX_KEYS = 50;

// A key serves all requests of a day; replaced credentials take theirs with them.
const keys = new WeakMap<Credentials, Map<string, KeyObject>>();

const signingKey = (credentials: Credentials, scope: Scope): KeyObject => {
  const known = keys.get(credentials) ?? new Map<string, KeyObject>();
  if (known.size > MAX_KEYS) known.clear();
  const name = scopeText(scope);
  const key = known.get(name) ?? deriveKey(credentials, name);
  keys.set(credentials, known.set(name, key));
  return key;
};

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#derive-signing-key
const deriveKey = ({ secretAccessKey }: Credentials, scope: string): KeyObject =>
  createSecretKey(
    scope
      .split('/')
      .reduce(
        (key, part) => createHmac('sha256', key).update(part).digest(),
        Buffer.from(`AWS4${secretAccessKey}`),
      ),
  );

const pick = (headers: Record<string, string>, names: string[]) =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** Compares in constant time. */
export const sameSignature = (left: string, right: string) => {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
};
