import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { httpHandler, refuse, refuseInput } from '@video-service/shared/http';
import { createLog } from '@video-service/shared/log';
import { createBucket } from '@video-service/shared/s3';
import * as v from 'valibot';
import { SESSION_HINT, SessionPath } from '../access/video-request.ts';
import { forUploaders, owner } from '../owner/from-env.ts';
import { createDeletionStore } from '../stores/deletion-store.ts';
import { createLibraryStore } from '../stores/library/library-store.ts';
import { createLinks } from '../stores/links.ts';
import { createMetadataStore } from '../stores/metadata-store.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { createStepStore } from '../stores/step-store.ts';
import { createTrackStore } from '../stores/track-store.ts';
import { getChapters, getStoryboard, type GetTrackPorts } from './get-track.ts';

const env = readEnv(
  'SESSION_TABLE_NAME',
  'LIBRARY_TABLE_NAME',
  'STEP_TABLE_NAME',
  'RENDER_BUCKET_NAME',
);
const db = createDb();
const renders = createBucket(env.RENDER_BUCKET_NAME);
const ports: GetTrackPorts = {
  sessions: createSessionStore(db, env.SESSION_TABLE_NAME),
  deletions: createDeletionStore(db, env.SESSION_TABLE_NAME),
  library: createLibraryStore(db, env.LIBRARY_TABLE_NAME),
  steps: createStepStore(db, env.STEP_TABLE_NAME),
  metadata: createMetadataStore(renders),
  tracks: createTrackStore(renders),
  links: createLinks(env.RENDER_BUCKET_NAME),
};

const respond = forUploaders(async (event) => {
  const input = v.safeParse(SessionPath, event.pathParameters);
  if (!input.success) return refuseInput(input.issues, SESSION_HINT);
  const getTrack = event.rawPath.endsWith('/chapters.vtt') ? getChapters : getStoryboard;
  const request = { id: input.output.session, isOwner: await owner.isOwner(event) };
  const track = await getTrack(request, ports);
  if (track === undefined) {
    const message = 'The track does not exist yet, or no longer exists.';
    return refuse(404, { code: 'UNKNOWN_TRACK', message, hint: SESSION_HINT });
  }
  const headers = { 'content-type': 'text/vtt', 'cache-control': 'no-store' };
  return { statusCode: 200, headers, body: track };
});

export const handler = httpHandler(createLog('get-track'), respond);
