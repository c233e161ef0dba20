import type { SNSHandler } from 'aws-lambda';
import { deletionNewsIn } from '@video-service/shared/deletions';
import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { forEach } from '@video-service/shared/events';
import { createLog } from '@video-service/shared/log';
import { publisher } from '@video-service/shared/sns';
import { createSessionStore } from '../stores/session-store.ts';
import { forgetVideo } from './forget-video.ts';

const env = readEnv('SESSION_TABLE_NAME', 'DELETION_TOPIC_ARN');
const log = createLog('forget-video');
const ports = {
  sessions: createSessionStore(createDb(), env.SESSION_TABLE_NAME),
  tell: publisher(env.DELETION_TOPIC_ARN),
  now: Date.now,
};

export const handler: SNSHandler = (event) =>
  forEach(deletionNewsIn(event), async (news) => {
    if (news.kind !== 'delete') return;
    await forgetVideo(news, ports);
    log.info('video forgotten', { sessionId: news.id });
  });
