import { createDb } from '@video-service/shared/dynamodb';
import { readEnv } from '@video-service/shared/env';
import { httpHandler, json, refuse, refuseInput } from '@video-service/shared/http';
import { createLog } from '@video-service/shared/log';
import { createBucket } from '@video-service/shared/s3';
import * as v from 'valibot';
import { forUploaders } from '../owner/from-env.ts';
import { createLinks } from '../stores/links.ts';
import { createMetadataStore } from '../stores/metadata-store.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { createStepStore } from '../stores/step-store.ts';
import { getSession } from './get-metadata.ts';

const HINT = 'Use the session that came with the signed URL of the upload.';
const Path = v.object({
  session: v.pipe(v.string(), v.uuid('That is not the id of a session.'), v.toLowerCase()),
});

const env = readEnv(
  'SESSION_TABLE_NAME',
  'STEP_TABLE_NAME',
  'SOURCE_BUCKET_NAME',
  'RENDER_BUCKET_NAME',
);
const db = createDb();
const ports = {
  sessions: createSessionStore(db, env.SESSION_TABLE_NAME),
  steps: createStepStore(db, env.STEP_TABLE_NAME),
  metadata: createMetadataStore(createBucket(env.RENDER_BUCKET_NAME)),
  links: {
    source: createLinks(env.SOURCE_BUCKET_NAME),
    renders: createLinks(env.RENDER_BUCKET_NAME),
  },
};

const respond = forUploaders(async ({ pathParameters }) => {
  const input = v.safeParse(Path, pathParameters);
  if (!input.success) return refuseInput(input.issues, HINT);
  const view = await getSession(input.output.session, ports);
  const message = 'There is no such session, or its results have expired.';
  return view ? json(200, view) : refuse(404, { code: 'unknown-session', message, hint: HINT });
});

export const handler = httpHandler(createLog('get-metadata'), respond);
