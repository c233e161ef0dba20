import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { httpHandler, json, refuse, refuseInput } from '@video-service/shared/http';
import { createLog } from '@video-service/shared/log';
import { createBucket } from '@video-service/shared/s3';
import * as v from 'valibot';
import { DELETED, SESSION_HINT, SessionPath } from '../access/video-request.ts';
import { forUploaders, owner } from '../owner/from-env.ts';
import { createDeletionStore } from '../stores/deletion-store.ts';
import { createLibraryStore } from '../stores/library/library-store.ts';
import { createLinks } from '../stores/links.ts';
import { createMetadataStore } from '../stores/metadata-store.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { createStepStore } from '../stores/step-store.ts';
import { getSession } from './get-metadata.ts';

const env = readEnv(
  'SESSION_TABLE_NAME',
  'LIBRARY_TABLE_NAME',
  'STEP_TABLE_NAME',
  'SOURCE_BUCKET_NAME',
  'RENDER_BUCKET_NAME',
);
const db = createDb();
const ports = {
  sessions: createSessionStore(db, env.SESSION_TABLE_NAME),
  deletions: createDeletionStore(db, env.SESSION_TABLE_NAME),
  library: createLibraryStore(db, env.LIBRARY_TABLE_NAME),
  steps: createStepStore(db, env.STEP_TABLE_NAME),
  metadata: createMetadataStore(createBucket(env.RENDER_BUCKET_NAME)),
  links: {
    source: createLinks(env.SOURCE_BUCKET_NAME),
    renders: createLinks(env.RENDER_BUCKET_NAME),
  },
};

const respond = forUploaders(async (event) => {
  const input = v.safeParse(SessionPath, event.pathParameters);
  if (!input.success) return refuseInput(input.issues, SESSION_HINT);
  const { session: id } = input.output;
  const view = await getSession({ id, isOwner: await owner.isOwner(event) }, ports);
  if (view) return json(200, view);
  if (await ports.deletions.get(id)) return refuse(410, DELETED);
  const message = 'The session does not exist, or its results have expired.';
  return refuse(404, { code: 'UNKNOWN_SESSION', message, hint: SESSION_HINT });
});

export const handler = httpHandler(createLog('get-metadata'), respond);
