import type { Reply } from '../http/call.ts';
import { S3Error } from '../http/s3-error.ts';
import type { CorsRule } from './bucket-config.ts';

type Headers = Record<string, string>;

/**
 * The CORS headers of any response to a page of this origin; none if no rule admits it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
 */
export const corsHeaders = (rules: CorsRule[], method: string, { origin }: Headers): Headers => {
  if (origin === undefined || rules.length === 0) return {};
  const rule = rules.find((candidate) => allows(candidate, { origin, method, headers: [] }));
  return { vary: VARY, ...(rule && allowHeaders(rule, origin)) };
};

/** The response to a preflight: what the first matching rule allows, or 403. */
export const preflight = (rules: CorsRule[], request: Headers): Reply => {
  const { origin, 'access-control-request-method': method } = request;
  if (origin === undefined || method === undefined) throw new S3Error('BadRequest');
  const requested = request['access-control-request-headers'] ?? '';
  const headers = requested
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const rule = rules.find((candidate) => allows(candidate, { origin, method, headers }));
  if (!rule)
    throw new S3Error('AccessForbidden', undefined, { Method: method, ResourceType: 'OBJECT' });
  return {
    headers: {
      vary: VARY,
      ...allowHeaders(rule, origin),
      ...(headers.length > 0 && { 'access-control-allow-headers': headers.join(', ') }),
      ...(rule.maxAgeSeconds !== undefined && { 'access-control-max-age': rule.maxAgeSeconds }),
    },
  };
};

const VARY = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';

const allows = (
  { allowedOrigins, allowedMethods, allowedHeaders = [] }: CorsRule,
  { origin, method, headers }: { origin: string; method: string; headers: string[] },
) =>
  allowedMethods.includes(method) &&
  allowedOrigins.some((pattern) => fits(pattern, origin)) &&
  headers.every((name) => allowedHeaders.some((pattern) => fits(pattern.toLowerCase(), name)));

const allowHeaders = (
  { allowedOrigins, allowedMethods, exposedHeaders }: CorsRule,
  origin: string,
) => ({
  ...(allowedOrigins.includes('*')
    ? { 'access-control-allow-origin': '*' }
    : { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' }),
  'access-control-allow-methods': allowedMethods.join(', '),
  ...(exposedHeaders && { 'access-control-expose-headers': exposedHeaders.join(', ') }),
});

// A pattern has at most one "*".
const fits = (pattern: string, text: string) => {
  const [start = '', end] = pattern.split('*');
  if (end === undefined) return pattern === text;
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
};
