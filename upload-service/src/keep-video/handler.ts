import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { httpHandler, json, refuse, refuseInput } from '@video-service/shared/http';
import { createLog } from '@video-service/shared/log';
import { createBucket } from '@video-service/shared/s3';
import * as v from 'valibot';
import { ID_HINT, VideoPath } from '../access/video-request.ts';
import { owner } from '../owner/from-env.ts';
import { createKeptMarks } from '../stores/kept-marks.ts';
import { createLibraryStore } from '../stores/library/library-store.ts';
import { keepVideo } from './keep-video.ts';

const env = readEnv('LIBRARY_TABLE_NAME', 'RENDER_BUCKET_NAME');
const ports = {
  library: createLibraryStore(createDb(), env.LIBRARY_TABLE_NAME),
  marks: createKeptMarks(createBucket(env.RENDER_BUCKET_NAME)),
};

const respond = owner.only(async (event) => {
  const input = v.safeParse(VideoPath, event.pathParameters);
  if (!input.success) return refuseInput(input.issues, ID_HINT);
  const { id } = input.output;
  const kept = event.routeKey.startsWith('PUT ');
  if ((await keepVideo({ id, kept }, ports)) === 'done') return json(200, { id, kept });
  const message = 'The library has no such video.';
  return refuse(404, { code: 'UNKNOWN_VIDEO', message, hint: ID_HINT });
});

export const handler = httpHandler(createLog('keep-video'), respond);
