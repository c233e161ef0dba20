import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { readSettings } from '@video-service/shared/read-settings';
import { createSocket } from '../live/socket-adapter.ts';
import { createConnectionStore } from '../stores/connection-store.ts';
import { createLibraryStore } from '../stores/library/library-store.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { createUploadFacts } from '../stores/upload-facts.ts';

const env = readEnv(
  'LIBRARY_TABLE_NAME',
  'SESSION_TABLE_NAME',
  'CONNECTION_TABLE_NAME',
  'SOURCE_BUCKET_NAME',
  'RENDER_BUCKET_NAME',
  'WEBSOCKET_ADDRESS',
);
const db = createDb();

/** What is needed to list a video: the library, information on the upload, and subscribers. */
export const ports = {
  library: createLibraryStore(db, env.LIBRARY_TABLE_NAME),
  sessions: createSessionStore(db, env.SESSION_TABLE_NAME),
  connections: createConnectionStore(db, env.CONNECTION_TABLE_NAME),
  socket: createSocket(env.WEBSOCKET_ADDRESS),
  facts: createUploadFacts({ source: env.SOURCE_BUCKET_NAME, renders: env.RENDER_BUCKET_NAME }),
  zone: readSettings(['BANK_TIME_ZONE']).BANK_TIME_ZONE,
};
