import type { SNSHandler } from 'aws-lambda';
import { createDb } from '@video-service/shared/dynamodb';
import { readEnv } from '@video-service/shared/env';
import { forEach, objectsIn } from '@video-service/shared/events';
import { parseMetadataKey } from '@video-service/shared/keys';
import { createLog } from '@video-service/shared/log';
import { readSettings } from '@video-service/shared/read-settings';
import { createBucket } from '@video-service/shared/s3';
import { createSocket } from '../live/socket-adapter.ts';
import { createConnectionStore } from '../stores/connection-store.ts';
import { createDeletionStore } from '../stores/deletion-store.ts';
import { createLibraryStore } from '../stores/library/library-store.ts';
import { createMetadataStore } from '../stores/metadata-store.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { createUploadFacts } from '../stores/upload-facts.ts';
import { indexVideo } from './index-video.ts';
import { tellOfEntry } from './tell-of-entry.ts';

const env = readEnv(
  'LIBRARY_TABLE_NAME',
  'SESSION_TABLE_NAME',
  'CONNECTION_TABLE_NAME',
  'SOURCE_BUCKET_NAME',
  'RENDER_BUCKET_NAME',
  'WEBSOCKET_ADDRESS',
);
const { BANK_TIME_ZONE: zone } = readSettings(['BANK_TIME_ZONE']);
const log = createLog('index-video');
const db = createDb();
const ports = {
  library: createLibraryStore(db, env.LIBRARY_TABLE_NAME),
  sessions: createSessionStore(db, env.SESSION_TABLE_NAME),
  metadata: createMetadataStore(createBucket(env.RENDER_BUCKET_NAME)),
  deletions: createDeletionStore(db, env.SESSION_TABLE_NAME),
  connections: createConnectionStore(db, env.CONNECTION_TABLE_NAME),
  socket: createSocket(env.WEBSOCKET_ADDRESS),
  facts: createUploadFacts({ source: env.SOURCE_BUCKET_NAME, renders: env.RENDER_BUCKET_NAME }),
  zone,
};

export const handler: SNSHandler = (event) =>
  forEach(objectsIn(event), async ({ key }) => {
    const id = parseMetadataKey(key);
    if (!id) return;
    const indexed = await indexVideo(id, ports);
    if (typeof indexed === 'object') await tellOfEntry(indexed, ports);
    log.info(`video ${typeof indexed === 'object' ? 'listed' : indexed}`, { sessionId: id });
  });
