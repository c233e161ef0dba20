import type { SNSHandler } from 'aws-lambda';
import { deletionNewsIn } from '@video-service/shared/deletions';
import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { forEach } from '@video-service/shared/events';
import { createLog } from '@video-service/shared/log';
import { createSocket } from '../live/socket-adapter.ts';
import { createConnectionStore } from '../stores/connection-store.ts';
import { createDeletionStore } from '../stores/deletion-store.ts';
import { createLibraryStore } from '../stores/library/library-store.ts';
import { createStepStore } from '../stores/step-store.ts';
import { forgetVideo, noteDeleted } from './forget-video.ts';

const env = readEnv(
  'SESSION_TABLE_NAME',
  'STEP_TABLE_NAME',
  'CONNECTION_TABLE_NAME',
  'LIBRARY_TABLE_NAME',
  'WEBSOCKET_ADDRESS',
);
const log = createLog('forget-video');
const db = createDb();
const ports = {
  deletions: createDeletionStore(db, env.SESSION_TABLE_NAME),
  library: createLibraryStore(db, env.LIBRARY_TABLE_NAME),
  steps: createStepStore(db, env.STEP_TABLE_NAME),
  connections: createConnectionStore(db, env.CONNECTION_TABLE_NAME),
  socket: createSocket(env.WEBSOCKET_ADDRESS),
  now: Date.now,
};

/** Forgets deleted videos, and records the other services' confirmations for the receipt. */
export const handler: SNSHandler = (event) =>
  forEach(deletionNewsIn(event), async (news) => {
    if (news.kind === 'removed') return;
    if (news.kind === 'deleted') return noteDeleted(news, ports);
    await forgetVideo(news, ports);
    log.info('video forgotten', { sessionId: news.id, by: news.by });
  });
