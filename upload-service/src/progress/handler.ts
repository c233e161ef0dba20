import type { SNSHandler } from 'aws-lambda';
import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { forEach, messagesIn } from '@video-service/shared/events';
import { StepDone } from '@video-service/shared/messages';
import { createSocket } from '../live/socket-adapter.ts';
import { createConnectionStore } from '../stores/connection-store.ts';
import { createDeletionStore } from '../stores/deletion-store.ts';
import { createLinks } from '../stores/links.ts';
import { createStepStore } from '../stores/step-store.ts';
import { reportStep } from './progress.ts';

const env = readEnv(
  'SESSION_TABLE_NAME',
  'STEP_TABLE_NAME',
  'CONNECTION_TABLE_NAME',
  'SOURCE_BUCKET_NAME',
  'RENDER_BUCKET_NAME',
  'WEBSOCKET_ADDRESS',
);
const db = createDb();
const ports = {
  deletions: createDeletionStore(db, env.SESSION_TABLE_NAME),
  steps: createStepStore(db, env.STEP_TABLE_NAME),
  connections: createConnectionStore(db, env.CONNECTION_TABLE_NAME),
  links: {
    source: createLinks(env.SOURCE_BUCKET_NAME),
    renders: createLinks(env.RENDER_BUCKET_NAME),
  },
  socket: createSocket(env.WEBSOCKET_ADDRESS),
};

export const handler: SNSHandler = (event) =>
  forEach(messagesIn(event, StepDone), (done) => reportStep(done, ports));
