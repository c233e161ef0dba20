import http from 'node:http';
import { text } from 'node:stream/consumers';
import { Sha256Node } from '@aws-sdk/checksums/sha';
import { SignatureV4 } from '@smithy/signature-v4';

/** A raw request, with its path already percent-encoded. */
export type RawRequest = {
  method?: string;
  path: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string | Buffer;
};

export type Signing = {
  secretAccessKey?: string;
  accessKeyId?: string;
  sessionToken?: string;
  date?: Date;
  expiresIn?: number;
};

const signerFor = ({ secretAccessKey = 'test', accessKeyId = 'test', ...more }: Signing) =>
  new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, ...more },
    region: 'us-east-1',
    service: 's3',
    sha256: Sha256Node,
    uriEscapePath: false,
  });

const toSign = (
  endpoint: string,
  { method = 'GET', path, query = {}, headers = {}, body }: RawRequest,
) => {
  const { host, hostname } = new URL(endpoint);
  return { protocol: 'http:', hostname, method, path, query, headers: { host, ...headers }, body };
};

/** The request with an Authorization header. */
export const sign = async (
  endpoint: string,
  request: RawRequest,
  signing: Signing = {},
): Promise<RawRequest> => {
  const { date = new Date(), ...credentials } = signing;
  const { headers } = await signerFor(credentials).sign(toSign(endpoint, request), {
    signingDate: date,
  });
  return { ...request, headers };
};

/** The request with its signature in the query. */
export const presign = async (
  endpoint: string,
  request: RawRequest,
  signing: Signing = {},
): Promise<RawRequest> => {
  const { date = new Date(), expiresIn = 60, ...credentials } = signing;
  const withHash = {
    ...request,
    headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', ...request.headers },
  };
  const { headers, query } = await signerFor(credentials).presign(toSign(endpoint, withHash), {
    signingDate: date,
    expiresIn,
  });
  return { ...request, headers, query: query as Record<string, string> };
};

/** The raw path and query. */
export const targetOf = ({ path, query = {} }: RawRequest): string => {
  const search = new URLSearchParams(query).toString().replaceAll('+', '%20');
  return search === '' ? path : `${path}?${search}`;
};

/** S3's response; `code` is that of an error document. */
export type RawReply = {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  code?: string | undefined;
};

/** Sends a raw request. */
export const send = async (endpoint: string, request: RawRequest): Promise<RawReply> => {
  const { method = 'GET', headers = {}, body } = request;
  const { hostname, port } = new URL(endpoint);
  const reply = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const options = { hostname, port, method, path: targetOf(request), headers, agent: false };
    http.request(options, resolve).on('error', reject).end(body);
  });
  const content = await text(reply);
  const code = /<Code>(.*?)<\/Code>/u.exec(content)?.[1];
  return { status: reply.statusCode ?? 0, headers: reply.headers, text: content, code };
};
