import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { httpHandler, json, refuseInput } from '@video-service/shared/http';
import { createLog } from '@video-service/shared/log';
import * as v from 'valibot';
import { admit } from '../admission/from-env.ts';
import { forUploaders } from '../owner/from-env.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { createUploadStore } from '../stores/upload-store.ts';
import { signUpload } from './signed-url.ts';
import { SIGNED_URL_HINT, SignedUrlRequest } from './signed-url-request.ts';

const env = readEnv('SESSION_TABLE_NAME', 'SOURCE_BUCKET_NAME');
const log = createLog('signed-url');
const ports = {
  sessions: createSessionStore(createDb(), env.SESSION_TABLE_NAME),
  uploads: createUploadStore(env.SOURCE_BUCKET_NAME),
};

const respond = forUploaders(async ({ queryStringParameters: query = {} }) => {
  const input = v.safeParse(SignedUrlRequest, {
    file: query['file'],
    size: query['size'],
    ...query,
  });
  if (!input.success) return refuseInput(input.issues, SIGNED_URL_HINT);
  return admit(input.output.size, async () => {
    const signed = await signUpload(input.output, ports);
    log.info('upload signed', { sessionId: signed.session });
    return json(200, signed);
  });
});

export const handler = httpHandler(log, respond);
