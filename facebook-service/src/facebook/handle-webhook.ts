import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { readEnv } from '@video-service/shared/env';
import { httpHandler, json, refuse } from '@video-service/shared/http';
import { createLog } from '@video-service/shared/log';
import { publisher } from '@video-service/shared/sns';
import { readSecrets } from '@video-service/shared/read-secrets';
import { receiveWebhook } from './receive-webhook.ts';
import { verifyWebhook } from './verify-webhook.ts';

const env = readEnv('DOWNLOAD_TOPIC_ARN');
const secrets = await readSecrets(['FACEBOOK_BOT_VERIFY_TOKEN', 'FACEBOOK_APP_SECRET']);
const log = createLog('facebook');
const ports = { enqueue: publisher(env.DOWNLOAD_TOPIC_ARN) };

const verify = ({ queryStringParameters = {} }: APIGatewayProxyEventV2) => {
  const challenge = verifyWebhook(queryStringParameters, secrets.FACEBOOK_BOT_VERIFY_TOKEN);
  log.info(challenge === undefined ? 'verification refused' : 'webhook verified');
  if (challenge !== undefined) {
    return { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: challenge };
  }
  return refuse(403, {
    code: 'wrong-verify-token',
    message: 'The verify token is not ours.',
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
    code: 'bad-signature',
    message: 'X-Hub-Signature-256 does not match the body.',
    hint: "Deploy with the app's own secret as FACEBOOK_APP_SECRET.",
  });
};

/** The webhook's requests: verification by GET, events by POST. */
export const handleWebhook = httpHandler(log, async (event) =>
  event.requestContext.http.method === 'GET' ? verify(event) : receive(event),
);
