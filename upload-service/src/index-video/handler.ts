import type { SNSHandler } from 'aws-lambda';
import { createDb } from '@video-service/shared/dynamodb';
import { readEnv } from '@video-service/shared/env';
import { forEach, objectsIn } from '@video-service/shared/events';
import { parseMetadataKey } from '@video-service/shared/keys';
import { createLog } from '@video-service/shared/log';
import { readSettings } from '@video-service/shared/read-settings';
import { createBucket } from '@video-service/shared/s3';
import { createLibraryStore } from '../stores/library/library-store.ts';
import { createMetadataStore } from '../stores/metadata-store.ts';
import { createObjectTimes } from '../stores/object-times.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { indexVideo } from './index-video.ts';

const env = readEnv(
  'LIBRARY_TABLE_NAME',
  'SESSION_TABLE_NAME',
  'SOURCE_BUCKET_NAME',
  'RENDER_BUCKET_NAME',
);
const { BANK_TIME_ZONE: zone } = readSettings(['BANK_TIME_ZONE']);
const log = createLog('index-video');
const db = createDb();
const ports = {
  library: createLibraryStore(db, env.LIBRARY_TABLE_NAME),
  sessions: createSessionStore(db, env.SESSION_TABLE_NAME),
  metadata: createMetadataStore(createBucket(env.RENDER_BUCKET_NAME)),
  times: createObjectTimes({ source: env.SOURCE_BUCKET_NAME, renders: env.RENDER_BUCKET_NAME }),
  zone,
};

export const handler: SNSHandler = (event) =>
  forEach(objectsIn(event), async ({ key }) => {
    const id = parseMetadataKey(key);
    if (id) log.info(`video ${await indexVideo(id, ports)}`, { sessionId: id });
  });
