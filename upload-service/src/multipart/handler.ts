import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { httpHandler, json, jsonOf, refuseInput } from '@video-service/shared/http';
import { createLog } from '@video-service/shared/log';
import * as v from 'valibot';
import { admit, maxBytes } from '../admission/from-env.ts';
import { forUploaders } from '../owner/from-env.ts';
import { UPLOAD_HINT } from '../signed-url/upload-request.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { createUploadStore } from '../stores/upload-store.ts';
import { completeUpload } from './complete-upload.ts';
import { findUpload, type Upload } from './find-upload.ts';
import { listParts } from './list-parts.ts';
import { OpenUpload, PartNumber, UploadAddress } from './multipart-request.ts';
import { openUpload } from './open-upload.ts';
import { partSize } from '#api/part-size';
import { refusals } from './refusals.ts';

const env = readEnv('SESSION_TABLE_NAME', 'SOURCE_BUCKET_NAME');
const log = createLog('multipart');
const ports = {
  sessions: createSessionStore(createDb(), env.SESSION_TABLE_NAME),
  uploads: createUploadStore(env.SOURCE_BUCKET_NAME),
};

const open = async (event: APIGatewayProxyEventV2) => {
  const input = v.safeParse(OpenUpload, jsonOf(event));
  if (!input.success) return refuseInput(input.issues, UPLOAD_HINT);
  return admit(input.output.size, async () => {
    const opened = await openUpload(input.output, ports);
    log.info('upload opened', { sessionId: opened.session });
    return json(200, opened);
  });
};

const list = async (upload: Upload) => {
  const parts = await listParts(upload, ports);
  return parts ? json(200, parts) : refusals.unknown();
};

const sign = async (upload: Upload, event: APIGatewayProxyEventV2) => {
  const number = v.safeParse(PartNumber, event.pathParameters?.['partNumber']);
  const bytes = number.success ? partSize(upload.size, number.output) : undefined;
  if (!number.success || bytes === undefined) return refusals.noSuchPart();
  const url = await ports.uploads.signPart(upload, { number: number.output, bytes });
  return json(200, { url });
};

const complete = async (upload: Upload) => {
  const outcome = await completeUpload(upload, ports);
  log.info('upload completed', { sessionId: upload.session, outcome });
  if (outcome === 'gone') return refusals.unknown();
  if (outcome === 'incomplete') return refusals.incomplete();
  if (outcome === 'too-large') return refusals.tooLarge(maxBytes);
  return json(200, { session: upload.session, key: upload.key, location: upload.key });
};

const abort = async (upload: Upload) => {
  await ports.uploads.abort(upload);
  return json(200, {});
};

const routes = {
  'GET /s3/multipart/{uploadId}': list,
  'GET /s3/multipart/{uploadId}/{partNumber}': sign,
  'POST /s3/multipart/{uploadId}/complete': complete,
  'DELETE /s3/multipart/{uploadId}': abort,
};

const respond = forUploaders(async (event) => {
  if (event.routeKey === 'POST /s3/multipart') return open(event);
  const address = v.safeParse(UploadAddress, {
    ...event.queryStringParameters,
    ...event.pathParameters,
  });
  if (!address.success)
    return refuseInput(address.issues, 'Use the key that was returned when the upload was opened.');
  const upload = await findUpload(address.output, ports.sessions);
  if (!upload) return refusals.unknown();
  // The stack sends only these routes here.
  return routes[event.routeKey as keyof typeof routes](upload, event);
});

export const handler = httpHandler(log, respond);
