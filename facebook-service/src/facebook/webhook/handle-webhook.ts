import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { readEnv } from '@video-service/shared/env';
import { createDb } from '@video-service/shared/dynamodb/client';
import { bodyOf, httpHandler, json, refuse } from '@video-service/shared/http';
import { createLog } from '@video-service/shared/log';
import { publisher } from '@video-service/shared/sns';
import { readSecrets } from '@video-service/shared/read-secrets';
import { requestDeletion, requestOf } from '../../data-deletion/data-deletion.ts';
import { statusPage } from '../../data-deletion/status-page.ts';
import { createDeletionRequestStore } from '../../stores/deletion-request-store.ts';
import { receiveWebhook } from './receive-webhook.ts';
import { verifyWebhook } from './verify-webhook.ts';

const env = readEnv('DOWNLOAD_TOPIC_ARN', 'SESSION_TABLE_NAME');
const secrets = await readSecrets(['FACEBOOK_BOT_VERIFY_TOKEN', 'FACEBOOK_APP_SECRET']);
const log = createLog('facebook');
const ports = {
  enqueue: publisher(env.DOWNLOAD_TOPIC_ARN),
  requests: createDeletionRequestStore(createDb(), env.SESSION_TABLE_NAME),
};

const verify = ({ queryStringParameters = {} }: APIGatewayProxyEventV2) => {
  const challenge = verifyWebhook(queryStringParameters, secrets.FACEBOOK_BOT_VERIFY_TOKEN);
  log.info(challenge === undefined ? 'verification refused' : 'webhook verified');
  if (challenge !== undefined) {
    return { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: challenge };
  }
  return refuse(403, {
    code: 'WRONG_VERIFY_TOKEN',
    message: 'The verify token is wrong.',
    hint: "Enter the value of FACEBOOK_BOT_VERIFY_TOKEN in the app's webhook settings.",
  });
};

const receive = async ({ body = '', isBase64Encoded, headers }: APIGatewayProxyEventV2) => {
  const received = await receiveWebhook(
    {
      body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
      signature: headers['x-hub-signature-256'] ?? '',
    },
    secrets.FACEBOOK_APP_SECRET,
    ports,
  );
  if (received === 'unsigned') return unsigned();
  for (const { id, kind } of received.enqueued) log.info('enqueued', { sessionId: id, kind });
  if (received.enqueued.length === 0) log.info('nothing to answer');
  return json(200, { enqueued: received.enqueued.length });
};

const unsigned = () => {
  log.warn('unsigned event refused');
  return refuse(401, {
    code: 'BAD_SIGNATURE',
    message: 'X-Hub-Signature-256 does not match the body.',
    hint: "Deploy with the app's own secret as FACEBOOK_APP_SECRET.",
  });
};

const takeDeletion = async (event: APIGatewayProxyEventV2) => {
  const signed = new URLSearchParams(bodyOf(event)).get('signed_request') ?? '';
  const code = await requestDeletion(signed, secrets.FACEBOOK_APP_SECRET, ports);
  if (code === undefined) {
    log.warn('unsigned deletion refused');
    return refuse(400, {
      code: 'BAD_SIGNATURE',
      message: 'signed_request is not signed with the secret of this app.',
      hint: "Deploy with the app's own secret as FACEBOOK_APP_SECRET.",
    });
  }
  log.info('deletion requested');
  const { headers, requestContext } = event;
  const origin = `${headers['x-forwarded-proto'] ?? 'https'}://${headers['host'] ?? requestContext.domainName}`;
  const url = `${origin}/facebook/data-deletion/${code}`;
  return json(200, { url, confirmation_code: code });
};

const showDeletion = async ({ pathParameters }: APIGatewayProxyEventV2) => {
  const id = requestOf(pathParameters?.['code'] ?? '');
  const status = id === undefined ? undefined : await ports.requests.status(id);
  if (!status) {
    return refuse(404, {
      code: 'UNKNOWN_REQUEST',
      message: 'The request does not exist, or is more than 90 days old.',
      hint: 'Use the address that Facebook showed you.',
    });
  }
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'",
  };
  return { statusCode: 200, headers, body: statusPage(status) };
};

const ROUTES: Record<
  string,
  (
    event: APIGatewayProxyEventV2,
  ) => APIGatewayProxyStructuredResultV2 | Promise<APIGatewayProxyStructuredResultV2>
> = {
  'GET /facebook': verify,
  'POST /facebook': receive,
  'POST /facebook/data-deletion': takeDeletion,
  'GET /facebook/data-deletion/{code}': showDeletion,
};

/** The webhook's requests: verification by GET, events by POST, and Facebook's deletion callback. */
export const handleWebhook = httpHandler(log, async (event) => {
  const respond = ROUTES[event.routeKey];
  if (!respond) throw new Error(`There is no route ${event.routeKey}`);
  return respond(event);
});
