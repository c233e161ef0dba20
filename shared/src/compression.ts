import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

// Smaller bodies fit into one packet anyway.
const MIN_BYTES = 1024;
// Compresses almost as well as the maximum, in a tenth of the time.
const BROTLI_QUALITY = 4;

/** The encodings we compress with, in order of preference. */
export const ENCODINGS = ['br', 'gzip'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** The supported encodings that an Accept-Encoding header allows, in order of preference. */
export const encodingsFor = (acceptEncoding = ''): Encoding[] => {
  const accepted = acceptEncoding
    .split(',')
    .map((each) => each.trim().toLowerCase())
    .filter((each) => !/;\s*q=0(\.0*)?$/u.test(each))
    .map((each) => each.split(';')[0]?.trim());
  return ENCODINGS.filter((each) => accepted.includes(each));
};

/** Compresses the answer if the receiver supports it and it saves bytes. */
export const compressed = async (
  answer: APIGatewayProxyStructuredResultV2,
  acceptEncoding: string | undefined,
): Promise<APIGatewayProxyStructuredResultV2> => {
  const { body = '', headers, isBase64Encoded } = answer;
  if (isBase64Encoded || Buffer.byteLength(body) < MIN_BYTES) return answer;
  const varied = { ...headers, vary: 'accept-encoding' };
  const [encoding] = encodingsFor(acceptEncoding);
  if (!encoding) return { ...answer, headers: varied };
  return {
    ...answer,
    headers: { ...varied, 'content-encoding': encoding },
    body: (await compress(body, encoding)).toString('base64'),
    isBase64Encoded: true,
  };
};

const compress = (text: string, encoding: Encoding) =>
  encoding === 'br'
    ? promisify(brotliCompress)(text, {
        params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY },
      })
    : promisify(gzip)(text);
