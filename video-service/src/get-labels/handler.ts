import { createDb } from '@video-service/shared/dynamodb';
import { readEnv } from '@video-service/shared/env';
import { parseCaptureKey } from '@video-service/shared/keys';
import { createLog } from '@video-service/shared/log';
import { objectHandler } from '@video-service/shared/queue';
import { readSettings } from '@video-service/shared/read-settings';
import { createBucket } from '@video-service/shared/s3';
import { publisher } from '@video-service/shared/sns';
import * as v from 'valibot';
import { createLabelStore } from '../stores/label-store.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { createDetector } from './rekognition-adapter.ts';
import { tryLabels } from './try-labels.ts';

const env = readEnv(
  'SESSION_TABLE_NAME',
  'LABEL_TABLE_NAME',
  'SOURCE_BUCKET_NAME',
  'STATUS_TOPIC_ARN',
  'CAPTURE_TRIES_MAX',
);
const { LABELS_MAX, LABELS_MIN_CONFIDENCE } = readSettings(['LABELS_MAX', 'LABELS_MIN_CONFIDENCE']);
const maxTries = v.parse(v.pipe(v.string(), v.digits(), v.toNumber()), env.CAPTURE_TRIES_MAX);
const log = createLog('get-labels');
const db = createDb();
const ports = {
  sessions: createSessionStore(db, env.SESSION_TABLE_NAME),
  labels: createLabelStore(db, env.LABEL_TABLE_NAME),
  detectLabels: createDetector({
    bucket: createBucket(env.SOURCE_BUCKET_NAME),
    maxLabels: LABELS_MAX,
    minConfidence: LABELS_MIN_CONFIDENCE,
  }),
  publish: publisher(env.STATUS_TOPIC_ARN),
};

/** Captures come through their queue, which makes those wait that are throttled. */
export const handler = objectHandler(
  async ({ key }, tries) => {
    const capture = parseCaptureKey(key);
    if (!capture) {
      log.warn('not a capture', { key });
      return;
    }
    const budget = { tries, maxTries };
    const outcome = await tryLabels({ ...capture, key }, budget, ports);
    log.info(outcome, { sessionId: capture.id, frame: capture.frame });
  },
  (error) => log.warn('capture not labelled', { error }),
);
