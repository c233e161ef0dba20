import type { SNSHandler } from 'aws-lambda';
import { createDb } from '@video-service/shared/dynamodb';
import { readEnv } from '@video-service/shared/env';
import { forEach, messagesIn } from '@video-service/shared/events';
import { createLog } from '@video-service/shared/log';
import { SourceVideo } from '@video-service/shared/messages';
import { readSettings } from '@video-service/shared/read-settings';
import { createSocket } from '../live/socket-adapter.ts';
import { createConnectionStore } from '../stores/connection-store.ts';
import { createLibraryStore } from '../stores/library/library-store.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { createUploadFacts } from '../stores/upload-facts.ts';
import { acceptVideo } from './accept-video.ts';

const env = readEnv(
  'LIBRARY_TABLE_NAME',
  'SESSION_TABLE_NAME',
  'CONNECTION_TABLE_NAME',
  'SOURCE_BUCKET_NAME',
  'RENDER_BUCKET_NAME',
  'WEBSOCKET_ADDRESS',
);
const { BANK_TIME_ZONE: zone } = readSettings(['BANK_TIME_ZONE']);
const log = createLog('accept-video');
const db = createDb();
const ports = {
  library: createLibraryStore(db, env.LIBRARY_TABLE_NAME),
  sessions: createSessionStore(db, env.SESSION_TABLE_NAME),
  connections: createConnectionStore(db, env.CONNECTION_TABLE_NAME),
  socket: createSocket(env.WEBSOCKET_ADDRESS),
  facts: createUploadFacts({ source: env.SOURCE_BUCKET_NAME, renders: env.RENDER_BUCKET_NAME }),
  zone,
};

export const handler: SNSHandler = (event) =>
  forEach(messagesIn(event, SourceVideo), async (video) => {
    log.info(`video ${await acceptVideo(video, ports)}`, { sessionId: video.id });
  });
