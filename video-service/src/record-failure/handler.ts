import type { SNSHandler } from 'aws-lambda';
import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { forEach } from '@video-service/shared/events';
import { failuresIn } from '@video-service/shared/failures';
import { createLog } from '@video-service/shared/log';
import { publisher } from '@video-service/shared/sns';
import { createLabelStore } from '../stores/label-store.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { failedWorkIn } from './failed-work.ts';
import { recordFailure, type RecordFailurePorts } from './record-failure.ts';

const env = readEnv(
  'SESSION_TABLE_NAME',
  'LABEL_TABLE_NAME',
  'STATUS_TOPIC_ARN',
  'FUNCTION_NAME_PREFIX',
);
const log = createLog('record-failure');
const db = createDb();
const ports: RecordFailurePorts = {
  sessions: createSessionStore(db, env.SESSION_TABLE_NAME),
  labels: createLabelStore(db, env.LABEL_TABLE_NAME),
  publish: publisher(env.STATUS_TOPIC_ARN),
};

export const handler: SNSHandler = (event) =>
  forEach(failuresIn(event), async (failure) => {
    const { functionName, reason } = failure;
    await forEach(failedWorkIn(failure, env.FUNCTION_NAME_PREFIX), async (work) => {
      await recordFailure(work, ports);
      const sessionId = 'video' in work ? work.video.id : work.id;
      log.warn('step given up', { sessionId, functionName, reason });
    });
  });
