import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { chunkSignatures } from '../../../auth/chunk-signatures.ts';
import { Signer } from '../../../auth/signer.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import { createHasher } from './checksum.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
const SCOPE = { day: '20130524', region: 'us-east-1', service: 's3' };
const SECRET = { secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const EXAMPLE = [
  `10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n${'a'.repeat(65_536)}\r\n`,
  `400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n${'a'.repeat(1024)}\r\n`,
  '0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n',
  'x-amz-checksum-crc32c:sOO8/Q==\r\n',
  'x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n',
].join('');

const exampleSignatures = () =>
  chunkSignatures({
    claim: {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      scope: SCOPE,
      signedHeaders: [],
      signature: '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
      timestamp: '20130524T000000Z',
    },
    signer: new Signer(SCOPE, SECRET),
  });

// However the network splits it.
async function* inPieces(text: string, bytes: number) {
  const all = Buffer.from(text);
  for (let at = 0; at < all.length; at += bytes)
    yield Promise.resolve(all.subarray(at, at + bytes));
}

const decode = async (text: string, { signed = false, hasTrailer = false, pieces = 1000 } = {}) => {
  const trailers = new Map<string, string>();
  const signatures = signed ? exampleSignatures() : undefined;
  const options = { signatures, hasTrailer, trailers };
  const content = await buffer(decodeAwsChunked(inPieces(text, pieces), options));
  return { content, trailers: [...trailers] };
};

const signedExample = { signed: true, hasTrailer: true };

test.each([1, 7, 4096, 1_000_000])('AWS’s example is decoded from pieces of %i', async (pieces) => {
  const { content, trailers } = await decode(EXAMPLE, { ...signedExample, pieces });

  const crc = createHasher('CRC32C');
  crc.update(content);
  expect(createHash('md5').update(content).digest('hex')).toBe(
    createHash('md5').update('a'.repeat(66_560)).digest('hex'),
  );
  expect(trailers).toEqual([['x-amz-checksum-crc32c', await crc.digest()]]);
});

describe('an altered body is refused:', () => {
  const altered: [string, string][] = [
    ['a byte changed', EXAMPLE.replace('\r\na', '\r\nb')],
    ['the trailer changed', EXAMPLE.replace('sOO8/Q==', 'AAAAAA==')],
    ['a chunk left out', EXAMPLE.replace(/400;.*?\r\na+\r\n/u, '')],
    ['a chunk doubled', EXAMPLE.replace(/(400;.*?\r\na+\r\n)/u, '$1$1')],
    ['the trailer signature left out', EXAMPLE.replace(/x-amz-trailer-signature.*\r\n/u, '')],
    ['a chunk signature left out', EXAMPLE.replace(/400;chunk-signature=\w+/u, '400')],
  ];
  test.each(altered)('%s', async (_what, body) => {
    const refusal = decode(body, signedExample);

    await expect(refusal).rejects.toThrow(/signature we calculated does not match|Only the last/u);
  });
});

describe('a body that is not aws-chunked is refused:', () => {
  const bodies: [string, string, string][] = [
    ['no size', 'x\r\n', 'IncompleteBody'],
    ['a negative size', '-1\r\n\r\n0\r\n\r\n', 'IncompleteBody'],
    ['a size beyond all numbers', `${'f'.repeat(14)}\r\n`, 'IncompleteBody'],
    ['an endless line', 'a'.repeat(100_000), 'IncompleteBody'],
    ['another extension', '1;x=y\r\na\r\n0\r\n\r\n', 'IncompleteBody'],
    ['no end of a chunk', '1\r\nab\r\n0\r\n\r\n', 'IncompleteBody'],
    ['an end too early', '5\r\nabc', 'IncompleteBody'],
    ['no last chunk', '1\r\na\r\n', 'IncompleteBody'],
    ['no blank line', '0\r\n', 'IncompleteBody'],
    ['a second body behind it', '0\r\n\r\nGET / HTTP/1.1\r\n\r\n', 'IncompleteBody'],
    ['bare line feeds', '1\na\n0\n\n', 'IncompleteBody'],
    ['small chunks before the last', '1\r\na\r\n1\r\na\r\n0\r\n\r\n', 'InvalidChunkSizeError'],
    [
      'a trailer none was announced for',
      '0\r\nx-amz-checksum-crc32:x\r\n\r\n',
      'MalformedTrailerError',
    ],
  ];
  test.each(bodies)('%s', async (_what, body, code) => {
    await expect(decode(body)).rejects.toMatchObject({ code });
  });

  test('too many trailers', async () => {
    const trailers = Array.from({ length: 9 }, (_, n) => `x-${n}:y\r\n`).join('');

    await expect(decode(`0\r\n${trailers}\r\n`, { hasTrailer: true })).rejects.toMatchObject({
      code: 'MalformedTrailerError',
    });
  });
});
