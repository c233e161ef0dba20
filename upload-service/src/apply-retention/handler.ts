import type { ScheduledHandler } from 'aws-lambda';
import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { createLog } from '@video-service/shared/log';
import { readSettings } from '@video-service/shared/read-settings';
import { createBucket } from '@video-service/shared/s3';
import { publisher } from '@video-service/shared/sns';
import { deleteVideo } from '../delete-video/delete-video.ts';
import { createDeletionStore } from '../stores/deletion-store.ts';
import { createKeptMarks } from '../stores/kept-marks.ts';
import { createLibraryStore } from '../stores/library/library-store.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { applyRetention } from './apply-retention.ts';

const LAST_MS = 20_000;

const env = readEnv(
  'SESSION_TABLE_NAME',
  'LIBRARY_TABLE_NAME',
  'RENDER_BUCKET_NAME',
  'DELETION_TOPIC_ARN',
);
const settings = readSettings(['RETENTION_DAYS', 'RETENTION_DAYS_BY_CAMERA']);
const rules = { days: settings.RETENTION_DAYS, byCamera: settings.RETENTION_DAYS_BY_CAMERA };
const log = createLog('apply-retention');
const db = createDb();
const library = createLibraryStore(db, env.LIBRARY_TABLE_NAME);
const deletion = {
  sessions: createSessionStore(db, env.SESSION_TABLE_NAME),
  deletions: createDeletionStore(db, env.SESSION_TABLE_NAME),
  library,
  order: publisher(env.DELETION_TOPIC_ARN),
};
const ports = {
  library,
  marks: createKeptMarks(createBucket(env.RENDER_BUCKET_NAME)),
  remove: (id: string) => deleteVideo({ id, by: 'rule' }, deletion),
  now: Date.now,
};

export const handler: ScheduledHandler = async (_event, context) => {
  const hasTime = () => context.getRemainingTimeInMillis() > LAST_MS;
  const { deleted, isDone } = await applyRetention(rules, { ...ports, hasTime });
  if (deleted > 0 || !isDone) log.info('retention applied', { deleted, isDone });
};
