import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { parseCaptureKey } from '@video-service/shared/keys';
import { createLimitStore } from '@video-service/shared/limit-store';
import { createLog } from '@video-service/shared/log';
import { createMetrics } from '@video-service/shared/metrics';
import { objectHandler } from '@video-service/shared/queue';
import { readSettings } from '@video-service/shared/read-settings';
import { createBucket } from '@video-service/shared/s3';
import { publisher } from '@video-service/shared/sns';
import * as v from 'valibot';
import { createLabelStore } from '../stores/label-store.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { withinBudget } from './label-budget.ts';
import { createOwnerWarning } from './owner-warning-adapter.ts';
import { createDetector } from './rekognition-adapter.ts';
import { shareReads } from './share-reads.ts';
import { tryLabels } from './try-labels.ts';

const env = readEnv(
  'SESSION_TABLE_NAME',
  'LABEL_TABLE_NAME',
  'BUDGET_TABLE_NAME',
  'SOURCE_BUCKET_NAME',
  'STATUS_TOPIC_ARN',
  'CAPTURE_TRIES_MAX',
  'STAGE',
);
const settings = readSettings([
  'ALARM_TOPIC_ARN',
  'LABELS_MAX',
  'LABELS_MIN_CONFIDENCE',
  'LABELS_USD_PER_DAY',
  'LABELS_USD_PER_IMAGE',
]);
const maxTries = v.parse(v.pipe(v.string(), v.digits(), v.toNumber()), env.CAPTURE_TRIES_MAX);
const log = createLog('get-labels');
const db = createDb();
const metrics = createMetrics(env.STAGE);
const { LABELS_USD_PER_DAY: usdPerDay, LABELS_USD_PER_IMAGE: usdPerImage } = settings;
const sessions = createSessionStore(db, env.SESSION_TABLE_NAME);
const ports = {
  labels: createLabelStore(db, env.LABEL_TABLE_NAME),
  detectLabels: withinBudget({
    detectLabels: createDetector({
      bucket: createBucket(env.SOURCE_BUCKET_NAME),
      maxLabels: settings.LABELS_MAX,
      minConfidence: settings.LABELS_MIN_CONFIDENCE,
    }),
    limits: createLimitStore(db, env.BUDGET_TABLE_NAME),
    warnOwner: createOwnerWarning(settings.ALARM_TOPIC_ARN, usdPerDay),
    count: (picture) =>
      metrics.addUsd(picture === 'paid' ? 'LabelsPaidUsd' : 'LabelsSavedUsd', usdPerImage),
    now: Date.now,
    usdPerDay,
    usdPerImage,
  }),
  publish: publisher(env.STATUS_TOPIC_ARN),
};

// The captures of a batch usually belong to one session, which is read once. Reads are not shared between invocations,
// because a read that never ends would block all later ones.
const labelAll = (event: unknown) => {
  const batchPorts = { ...ports, sessions: { ...sessions, get: shareReads(sessions.get) } };
  return objectHandler(
    async ({ key }, tries) => {
      const capture = parseCaptureKey(key);
      if (!capture) {
        log.warn('not a capture', { key });
        return;
      }
      const budget = { tries, maxTries };
      const outcome = await tryLabels({ ...capture, key }, budget, batchPorts);
      log.info(outcome, { sessionId: capture.id, frame: capture.frame });
    },
    (error) => log.warn('capture not labelled', { error }),
  )(event);
};

/** Captures come through their queue, where throttled ones wait. */
export const handler = (event: unknown) => labelAll(event).finally(metrics.flush);
