import type { SNSHandler } from 'aws-lambda';
import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { forEach, objectsIn } from '@video-service/shared/events';
import { parseMetadataKey } from '@video-service/shared/keys';
import { createLog } from '@video-service/shared/log';
import { createBucket } from '@video-service/shared/s3';
import { createSocket } from '../live/socket-adapter.ts';
import { createConnectionStore } from '../stores/connection-store.ts';
import { createMetadataStore } from '../stores/metadata-store.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { closeSession } from './status.ts';

const env = readEnv(
  'SESSION_TABLE_NAME',
  'CONNECTION_TABLE_NAME',
  'RENDER_BUCKET_NAME',
  'WEBSOCKET_ADDRESS',
  'SAMPLE',
);
const log = createLog('status');
const db = createDb();
const ports = {
  sessions: createSessionStore(db, env.SESSION_TABLE_NAME),
  connections: createConnectionStore(db, env.CONNECTION_TABLE_NAME),
  metadata: createMetadataStore(createBucket(env.RENDER_BUCKET_NAME)),
  socket: createSocket(env.WEBSOCKET_ADDRESS),
  showsSample: env.SAMPLE === 'on',
};

export const handler: SNSHandler = (event) =>
  forEach(objectsIn(event), async ({ key }) => {
    const id = parseMetadataKey(key);
    if (id && (await closeSession(id, ports))) log.info('session closed', { sessionId: id });
  });
