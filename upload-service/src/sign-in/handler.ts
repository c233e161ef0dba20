import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import {
  httpHandler,
  json,
  jsonOf,
  type Refusal,
  refuse,
  refuseInput,
} from '@video-service/shared/http';
import { expiryAfter, TOKEN_SECONDS } from '@video-service/shared/lifetimes';
import { createLog } from '@video-service/shared/log';
import * as v from 'valibot';
import { owner } from '../owner/from-env.ts';
import { ownerCookie } from '../owner/owner-cookie.ts';
import { TICKET } from '../owner/owner.ts';
import { isFromOwnPage } from '../owner/same-site.ts';
import { createLimitStore } from '@video-service/shared/limit-store';
import { signIn } from './sign-in.ts';

const SignIn = v.object({
  passphrase: v.pipe(
    v.string('The passphrase is missing.'),
    v.nonEmpty('The passphrase is empty.'),
    v.maxLength(1000, 'The passphrase is too long.'),
  ),
});

const env = readEnv('LIMIT_TABLE_NAME');
const log = createLog('sign-in');
const limits = createLimitStore(createDb(), env.LIMIT_TABLE_NAME);

const signedIn = async (event: APIGatewayProxyEventV2) => {
  const input = v.safeParse(SignIn, jsonOf(event));
  if (!input.success) return refuseInput(input.issues, 'Send {"passphrase": "…"} as JSON.');
  // Without a passphrase there is nothing to sign in to: anyone on this machine is already the owner.
  if (!owner.key) return withCookie('', event);
  const { passphrase } = input.output;
  const { sourceIp: address } = event.requestContext.http;
  const result = await signIn({ passphrase, address }, { key: owner.key, limits, now: Date.now });
  if (result === 'wrong') {
    log.warn('wrong passphrase');
    return refuse(401, WRONG);
  }
  if ('againAt' in result) return refuse(429, tooManyTries(result.againAt));
  log.info('owner signed in');
  return withCookie(result.cookie, event);
};

const withCookie = (
  value: string,
  event: APIGatewayProxyEventV2,
): APIGatewayProxyStructuredResultV2 => ({
  statusCode: 204,
  headers: { 'cache-control': 'no-store' },
  cookies: [ownerCookie(value, event)],
});

const ticket = owner.only(async () =>
  json(200, {
    ticket: (await owner.key?.sign(TICKET, expiryAfter(TOKEN_SECONDS.socketTicket))) ?? '',
  }),
);

const ROUTES: Record<
  string,
  (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>
> = {
  'POST /sign-in': signedIn,
  'POST /sign-out': (event) => Promise.resolve(withCookie('', event)),
  'GET /owner': async (event) =>
    json(200, { owner: await owner.isOwner(event), passphrase: owner.key !== undefined }),
  'GET /ticket': ticket,
};

export const handler = httpHandler(log, async (event) => {
  if (!isFromOwnPage(event)) return refuse(403, ANOTHER_SITE);
  const respond = ROUTES[event.routeKey];
  return respond ? respond(event) : refuse(404, NO_ROUTE);
});

const WRONG: Refusal = {
  code: 'WRONG_PASSPHRASE',
  message: 'The passphrase is wrong.',
  hint: 'It is PAGE_PASSPHRASE in .secrets.yml, or in the SSM Parameter Store.',
};

const ANOTHER_SITE: Refusal = {
  code: 'ANOTHER_SITE',
  message: 'The request came from another site.',
  hint: 'Use the video bank’s own page.',
};

const NO_ROUTE: Refusal = {
  code: 'NOT_FOUND',
  message: 'The route does not exist.',
  hint: 'See docs/library.md.',
};

const tooManyTries = (againAt: number): Refusal => ({
  code: 'TOO_MANY_TRIES',
  message: 'Too many wrong passphrases from your network.',
  hint: `Try again after ${new Date(againAt).toISOString().slice(11, 16)} UTC.`,
});
