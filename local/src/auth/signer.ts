import { timingSafeEqual } from 'node:crypto';
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

  constructor(scope: Scope, { secretAccessKey }: Credentials) {
    super({
      credentials: { accessKeyId: '', secretAccessKey },
      region: scope.region,
      service: scope.service,
      sha256: Sha256Node,
      uriEscapePath: scope.service !== 's3',
    });
    this.#scope = scope;
  }

  async signText(text: string): Promise<string> {
    return this.sign(text, { signingDate: startOf(this.#scope.day) });
  }

  /** The expected signature and, for a client to compare, the texts it is computed from. */
  async expected(
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
    const StringToSign = await this.createStringToSign(
      claim.timestamp,
      scopeText(this.#scope),
      CanonicalRequest,
      'AWS4-HMAC-SHA256',
    );
    return { signature: await this.signText(StringToSign), StringToSign, CanonicalRequest };
  }
}

// The signer's request type requires a destination, which no signature covers.
const UNUSED = { protocol: 'http:', hostname: '' };

const startOf = (day: string) => new Date(day.replace(/^(\d{4})(\d\d)(\d\d)$/u, '$1-$2-$3'));

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
