import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { createLog } from '@video-service/shared/log';
import { objectHandler } from '@video-service/shared/queue';
import { publisher } from '@video-service/shared/sns';
import { createSessionStore } from '../stores/session-store.ts';
import { createSession, type CreateSessionPorts } from './create-session.ts';
import { toSourceVideo } from './source-video.ts';

const env = readEnv('SESSION_TABLE_NAME', 'RENDER_START_TOPIC_ARN', 'DELETION_TOPIC_ARN');
const log = createLog('create-session');
const ports: CreateSessionPorts = {
  sessions: createSessionStore(createDb(), env.SESSION_TABLE_NAME),
  startRender: publisher(env.RENDER_START_TOPIC_ARN),
  deleteAgain: publisher(env.DELETION_TOPIC_ARN),
};

/** Videos come through a queue, where each waits until its session is open. */
export const handler = objectHandler(
  async (object) => {
    const video = toSourceVideo(object);
    log.info(await createSession(video, ports), { sessionId: video.id });
  },
  (error) => log.error('session not opened', { error }),
);
