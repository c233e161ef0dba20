import type { EventBridgeEvent, SNSEvent } from 'aws-lambda';
import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { forEach, messagesIn } from '@video-service/shared/events';
import { createLog } from '@video-service/shared/log';
import { createMetrics } from '@video-service/shared/metrics';
import { StepDone } from '@video-service/shared/messages';
import { readSettings } from '@video-service/shared/read-settings';
import { createBucket } from '@video-service/shared/s3';
import { PATIENCE_SECONDS } from '@video-service/shared/session-times';
import { publisher } from '@video-service/shared/sns';
import { createLabelStore } from '../stores/label-store.ts';
import { READY } from '@video-service/shared/session';
import { createSessionStore } from '../stores/session-store.ts';
import { queueWatcher } from './queue-adapter.ts';
import { settleSession } from './settle-session.ts';
import { type SweepPorts, type SweepReport, sweepSessions } from './sweep-sessions.ts';

const env = readEnv(
  'SESSION_TABLE_NAME',
  'LABEL_TABLE_NAME',
  'RENDER_BUCKET_NAME',
  'RENDER_START_TOPIC_ARN',
  'CAPTURE_QUEUE_URL',
  'STAGE',
);
const { SESSION_DEADLINE_SECONDS, LABELS_USD_PER_IMAGE } = readSettings([
  'SESSION_DEADLINE_SECONDS',
  'LABELS_USD_PER_IMAGE',
]);
const log = createLog('status');
const metrics = createMetrics(env.STAGE);
const db = createDb();
const ports: SweepPorts = {
  sessions: createSessionStore(db, env.SESSION_TABLE_NAME),
  labels: createLabelStore(db, env.LABEL_TABLE_NAME),
  renders: createBucket(env.RENDER_BUCKET_NAME),
  startRender: publisher(env.RENDER_START_TOPIC_ARN),
  capturesWait: queueWatcher(env.CAPTURE_QUEUE_URL),
  usdPerImage: LABELS_USD_PER_IMAGE,
  count: ({ status, error }) =>
    status === READY ? metrics.count('VideosReady') : metrics.count('VideosFailed', error?.code),
  patienceSeconds: PATIENCE_SECONDS,
  deadlineSeconds: SESSION_DEADLINE_SECONDS,
  now: Date.now,
};

const report: SweepReport = {
  outcome: (sessionId, outcome) => log.info(outcome, { sessionId }),
  failure: (sessionId, error) => log.error('cannot be settled', { sessionId, error }),
};

const settle = async (event: SNSEvent | EventBridgeEvent<'Scheduled Event', unknown>) => {
  if (!('Records' in event)) {
    metrics.addSeconds('SessionIdleSeconds', await sweepSessions(ports, report));
    return;
  }
  await forEach(messagesIn(event, StepDone), async ({ id }) =>
    report.outcome(id, await settleSession(id, ports)),
  );
};

/** A finished step settles its session. The schedule, whose event has no records, settles the rest. */
export const handler = (event: Parameters<typeof settle>[0]): Promise<void> =>
  settle(event).finally(metrics.flush);
