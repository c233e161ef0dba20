import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { encodingsFor } from '@video-service/shared/compression';
import type { Asset, Encoding } from './assets.ts';

const ONE_YEAR_SECONDS = 31_536_000;

export type PageRequest = { path: string; acceptEncoding: string | undefined };
export type Page = { assets: Map<string, Asset>; policy: string };

/** The file at a path, or the page itself; undefined if there is no such file. */
export const servePage = (
  { path, acceptEncoding = '' }: PageRequest,
  { assets, policy }: Page,
): APIGatewayProxyStructuredResultV2 | undefined => {
  // Asset names contain a content hash; every other path is a view of the single page.
  const isAsset = path.startsWith('/assets/');
  const asset = assets.get(isAsset ? path : '/index.html');
  if (!asset) return undefined;
  const encoding = chooseEncoding(asset, acceptEncoding);
  return {
    statusCode: 200,
    headers: {
      ...(isAsset ? assetHeaders : pageHeaders(policy)),
      'content-type': asset.type,
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
      ...(encoding !== 'identity' && { 'content-encoding': encoding }),
    },
    body: asset.bodies[encoding]?.toString('base64') ?? '',
    isBase64Encoded: true,
  };
};

const chooseEncoding = ({ bodies }: Asset, acceptEncoding: string): Encoding =>
  encodingsFor(acceptEncoding).find((each) => bodies[each]) ?? 'identity';

const assetHeaders = { 'cache-control': `public, max-age=${ONE_YEAR_SECONDS}, immutable` };

const pageHeaders = (policy: string) => ({
  'cache-control': 'no-cache',
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(self), geolocation=()',
  // Anyone who knows a result's address can see it.
  'referrer-policy': 'no-referrer',
  'strict-transport-security': `max-age=${ONE_YEAR_SECONDS}`,
});
