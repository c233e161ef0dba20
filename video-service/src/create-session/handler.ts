import type { SNSHandler } from 'aws-lambda';
import { createDb } from '@video-service/shared/dynamodb';
import { readEnv } from '@video-service/shared/env';
import { forEach, objectsIn } from '@video-service/shared/events';
import { createLog } from '@video-service/shared/log';
import { publisher } from '@video-service/shared/sns';
import { createSessionStore } from '../stores/session-store.ts';
import { createSession, type CreateSessionPorts } from './create-session.ts';
import { toSourceVideo } from './source-video.ts';

const env = readEnv('SESSION_TABLE_NAME', 'RENDER_START_TOPIC_ARN');
const log = createLog('create-session');
const ports: CreateSessionPorts = {
  sessions: createSessionStore(createDb(), env.SESSION_TABLE_NAME),
  startRender: publisher(env.RENDER_START_TOPIC_ARN),
};

export const handler: SNSHandler = (event) =>
  forEach(objectsIn(event), async (object) => {
    const video = toSourceVideo(object);
    log.info(await createSession(video, ports), { sessionId: video.id });
  });
