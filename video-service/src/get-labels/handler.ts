import type { SNSHandler } from 'aws-lambda';
import { createDb } from '@video-service/shared/dynamodb';
import { readEnv } from '@video-service/shared/env';
import { forEach, objectsIn } from '@video-service/shared/events';
import { parseCaptureKey } from '@video-service/shared/keys';
import { createLog } from '@video-service/shared/log';
import { readSettings } from '@video-service/shared/read-settings';
import { publisher } from '@video-service/shared/sns';
import { createLabelStore } from '../stores/label-store.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { getLabels, type GetLabelsPorts } from './get-labels.ts';
import { createDetector } from './rekognition-adapter.ts';

const env = readEnv(
  'SESSION_TABLE_NAME',
  'LABEL_TABLE_NAME',
  'SOURCE_BUCKET_NAME',
  'STATUS_TOPIC_ARN',
);
const { LABELS_MAX, LABELS_MIN_CONFIDENCE } = readSettings(['LABELS_MAX', 'LABELS_MIN_CONFIDENCE']);
const log = createLog('get-labels');
const db = createDb();
const ports: GetLabelsPorts = {
  sessions: createSessionStore(db, env.SESSION_TABLE_NAME),
  labels: createLabelStore(db, env.LABEL_TABLE_NAME),
  detectLabels: createDetector({
    bucket: env.SOURCE_BUCKET_NAME,
    maxLabels: LABELS_MAX,
    minConfidence: LABELS_MIN_CONFIDENCE,
  }),
  publish: publisher(env.STATUS_TOPIC_ARN),
};

export const handler: SNSHandler = (event) =>
  forEach(objectsIn(event), async ({ key }) => {
    const capture = parseCaptureKey(key);
    if (!capture) {
      log.warn('not a capture', { key });
      return;
    }
    const outcome = await getLabels({ ...capture, key }, ports);
    log.info(outcome, { sessionId: capture.id, frame: capture.frame });
  });
