import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { allowedUrl, isPublicAddress, type Allowed } from './allowed-url.ts';
import { refused } from './refused.ts';

const MAX_REDIRECTS = 5;
const IDLE_TIMEOUT_MS = 20_000;

/** The limits for opening; `lookup` replaces the system's resolver. */
export type OpenOptions = {
  allowed: Allowed;
  signal: AbortSignal;
  headers?: Record<string, string>;
  idleTimeoutMs?: number;
  lookup?: typeof systemLookup;
};

/**
 * The response, after redirects to allowed hosts only. Addresses are checked when the connection is made, so a name
 * that resolves differently a moment later gains nothing.
 */
export const openUrl = async (
  address: string,
  options: OpenOptions,
  redirectsLeft = MAX_REDIRECTS,
): Promise<IncomingMessage> => {
  const { url, trusted } = allowedUrl(address, options.allowed);
  const response = await get(url, options, trusted);
  const { statusCode = 0, headers } = response;
  if (statusCode < 300 || statusCode >= 400 || !headers.location) return response;
  response.destroy();
  if (redirectsLeft === 0) throw refused('HOST_NOT_ALLOWED');
  return openUrl(URL.parse(headers.location, url.href)?.href ?? '', options, redirectsLeft - 1);
};

const get = (url: URL, options: OpenOptions, trusted: boolean) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const { signal, headers, lookup = systemLookup } = options;
    const { get } = url.protocol === 'https:' ? https : http;
    const request = get(url, {
      signal,
      timeout: options.idleTimeoutMs ?? IDLE_TIMEOUT_MS,
      ...(headers && { headers }),
      ...(!trusted && { lookup: publicOnly(lookup) }),
    });
    request.once('response', resolve);
    request.once('error', reject);
    request.once('timeout', () => request.destroy(new Error('the server went silent')));
  });

/** A resolver that fails if even one address of a name is not public. */
const publicOnly =
  (lookup: typeof systemLookup): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[] | undefined) => {
      const [first] = addresses ?? [];
      if (error) callback(error, '');
      else if (!first || !addresses?.every(({ address }) => isPublicAddress(address))) {
        callback(refused('HOST_NOT_ALLOWED'), '');
      } else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
