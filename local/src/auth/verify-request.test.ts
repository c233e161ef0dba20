import { expect, test } from '@jest/globals';
import { Sha256Node } from '@aws-sdk/checksums/sha';
import { SignatureV4 } from '@smithy/signature-v4';
import { defaultCredentials } from './credentials.ts';
import { verifyRequest } from './verify-request.ts';

const NOW = new Date('2026-11-22T10:00:00Z');
const BODY = '{"TableName":"sessions"}';

const signer = (secretAccessKey = 'test', accessKeyId = 'test') =>
  new SignatureV4({
    credentials: { accessKeyId, secretAccessKey },
    region: 'us-east-1',
    service: 'lambda',
    sha256: Sha256Node,
  });

// Every service but S3 encodes a function's ARN in a path twice.
const PATH = '/2015-03-31/functions/arn%3Aaws%3Alambda/invocations';

const signed = async (by = signer(), signingDate = NOW) => {
  const request = {
    ...{ protocol: 'http:', hostname: 'localhost', method: 'POST', path: PATH },
    ...{ query: { Qualifier: '1' }, headers: { host: 'localhost' }, body: BODY },
  };
  const { headers } = await by.sign(request, { signingDate });
  return {
    method: 'POST',
    path: PATH,
    query: { Qualifier: '1' },
    headers,
    body: Buffer.from(BODY),
  };
};

type Request = Awaited<ReturnType<typeof signed>>;
const verify = (request: Request, family: 'json' | 'query' = 'json') =>
  verifyRequest(request, {
    service: 'lambda',
    credentials: defaultCredentials(),
    family,
    now: NOW,
  });

test('a signed request identifies its signer', async () => {
  expect(verify(await signed())).toMatchObject({
    principal: 'arn:aws:iam::000000000000:root',
  });
});

test('a body that differs from the signed one is refused, even if its header says otherwise', async () => {
  const request = await signed();
  const body = Buffer.from('{}');
  const claimed = { ...request.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };

  expect(verify({ ...request, body })).toMatchObject({
    error: { statusCode: 403, code: 'InvalidSignatureException' },
  });
  expect(verify({ ...request, body, headers: claimed })).toMatchObject({
    error: { code: 'InvalidSignatureException' },
  });
});

const refusals = [
  ['a wrong secret', signed(signer('guess')), 'InvalidSignatureException', 'SignatureDoesNotMatch'],
  [
    'an unknown key',
    signed(signer('test', 'x')),
    'UnrecognizedClientException',
    'InvalidClientTokenId',
  ],
  [
    'an old date',
    signed(signer(), new Date(0)),
    'InvalidSignatureException',
    'SignatureDoesNotMatch',
  ],
] as const;

test.each(refusals)(
  '%s is refused with each protocol’s name for it',
  async (_what, made, json, query) => {
    const request = await made;

    expect(verify(request, 'json')).toMatchObject({ error: { statusCode: 403, code: json } });
    expect(verify(request, 'query')).toMatchObject({
      error: { statusCode: 403, code: query },
    });
  },
);

test('an unsigned request is refused', async () => {
  const request = { ...(await signed()), headers: { host: 'localhost' } };

  expect(verify(request)).toMatchObject({
    error: { statusCode: 403, code: 'MissingAuthenticationTokenException' },
  });
  expect(verify(request, 'query')).toMatchObject({
    error: { statusCode: 403, code: 'MissingAuthenticationToken' },
  });
});
