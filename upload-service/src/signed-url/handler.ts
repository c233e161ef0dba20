import { createDb } from '@video-service/shared/dynamodb';
import { readEnv } from '@video-service/shared/env';
import { httpHandler, json, refuseInput } from '@video-service/shared/http';
import { createLog } from '@video-service/shared/log';
import * as v from 'valibot';
import { createSessionStore } from '../stores/session-store.ts';
import { createUploadStore } from '../stores/upload-store.ts';
import { signUpload } from './signed-url.ts';
import { UPLOAD_HINT, UploadRequest } from './upload-request.ts';

const env = readEnv('SESSION_TABLE_NAME', 'SOURCE_BUCKET_NAME', 'UPLOAD_MAX_BYTES');
const log = createLog('signed-url');
const ports = {
  sessions: createSessionStore(createDb(), env.SESSION_TABLE_NAME),
  uploads: createUploadStore(env.SOURCE_BUCKET_NAME),
  maxBytes: Number(env.UPLOAD_MAX_BYTES),
};

export const handler = httpHandler(log, async ({ queryStringParameters: query = {} }) => {
  // Uppy says "filename", the documented route "file".
  const input = v.safeParse(UploadRequest, { file: query['filename'], type: '', ...query });
  if (!input.success) return refuseInput(input.issues, UPLOAD_HINT);
  const signed = await signUpload(input.output, ports);
  log.info('upload signed', { sessionId: signed.session });
  return json(200, signed);
});
