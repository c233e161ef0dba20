import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { chunkSignatures } from './chunk-signatures.ts';
import { readClaim } from './claim.ts';
import { type SignedRequest, signedRequestOf } from './signed-request.ts';
import { Signer } from './signer.ts';

// The worked examples from AWS's documentation, with their key, date and bucket.
const SECRET = { secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const SCOPE = { day: '20130524', region: 'us-east-1', service: 's3' };
const CREDENTIAL = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
const EMPTY = createHash('sha256').digest('hex');

// 66,560 times "a" in chunks of 64 KB.
const CHUNKS = [65_536, 1024, 0].map((size) =>
  createHash('sha256').update('a'.repeat(size)).digest('hex'),
);

const chainFrom = (signature: string) =>
  chunkSignatures({
    claim: {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      scope: SCOPE,
      signedHeaders: [],
      signature,
      timestamp: '20130524T000000Z',
    },
    signer: new Signer(SCOPE, SECRET),
  });

const expectedFor = (request: SignedRequest, payloadHash: string) => {
  const signer = new Signer(SCOPE, SECRET);
  return signer.expected(request, { ...readClaim(request), payloadHash }).signature;
};

// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
test('a signed GET has the signature that AWS documents', () => {
  const signature = 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41';
  const request = signedRequestOf({
    method: 'GET',
    url: '/test.txt',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${CREDENTIAL},SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=${signature}`,
      host: 'examplebucket.s3.amazonaws.com',
      range: 'bytes=0-9',
      'x-amz-content-sha256': EMPTY,
      'x-amz-date': '20130524T000000Z',
    },
  });

  expect(expectedFor(request, EMPTY)).toBe(signature);
});

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
test('a presigned GET has the signature that AWS documents', () => {
  const signature = 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404';
  const credential = encodeURIComponent(CREDENTIAL);
  const request = signedRequestOf({
    method: 'GET',
    url: `/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${credential}&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=${signature}`,
    headers: { host: 'examplebucket.s3.amazonaws.com' },
  });

  expect(expectedFor(request, 'UNSIGNED-PAYLOAD')).toBe(signature);
});

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
test('the chunks of a streamed upload have the signatures that AWS documents', () => {
  const chain = chainFrom('4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9');
  const signatures = [
    'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
    '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
    'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
  ];

  for (const [index, signature] of signatures.entries())
    chain.verifyChunk(CHUNKS[index] ?? '', signature);

  expect(() => {
    chain.verifyChunk(EMPTY, '0'.repeat(64));
  }).toThrow(expect.objectContaining({ reason: 'wrong-signature' }));
});

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
test('a signed trailer has the signature that AWS documents', () => {
  const chain = chainFrom('106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e');
  const signatures = [
    'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
    '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
    '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
  ];
  const trailer = createHash('sha256').update('x-amz-checksum-crc32c:sOO8/Q==\n').digest('hex');

  for (const [index, signature] of signatures.entries())
    chain.verifyChunk(CHUNKS[index] ?? '', signature);
  chain.verifyTrailer(trailer, 'd81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435');

  expect(() => {
    chain.verifyTrailer(trailer, '0'.repeat(64));
  }).toThrow(expect.objectContaining({ reason: 'wrong-signature' }));
});
