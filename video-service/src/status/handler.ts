import type { EventBridgeEvent, SNSEvent } from 'aws-lambda';
import { createDb } from '@video-service/shared/dynamodb';
import { readEnv } from '@video-service/shared/env';
import { forEach, messagesIn } from '@video-service/shared/events';
import { createLog } from '@video-service/shared/log';
import { StepDone } from '@video-service/shared/messages';
import { readSettings } from '@video-service/shared/read-settings';
import { createBucket } from '@video-service/shared/s3';
import { createLabelStore } from '../stores/label-store.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { settleSession } from './settle-session.ts';
import { type SweepPorts, sweepSessions } from './sweep-sessions.ts';

const env = readEnv('SESSION_TABLE_NAME', 'LABEL_TABLE_NAME', 'RENDER_BUCKET_NAME');
const { SESSION_DEADLINE_SECONDS, LABELS_USD_PER_IMAGE } = readSettings([
  'SESSION_DEADLINE_SECONDS',
  'LABELS_USD_PER_IMAGE',
]);
const log = createLog('status');
const db = createDb();
const ports: SweepPorts = {
  sessions: createSessionStore(db, env.SESSION_TABLE_NAME),
  labels: createLabelStore(db, env.LABEL_TABLE_NAME),
  renders: createBucket(env.RENDER_BUCKET_NAME),
  usdPerImage: LABELS_USD_PER_IMAGE,
  deadlineSeconds: SESSION_DEADLINE_SECONDS,
  now: Date.now,
};

const report = (sessionId: string, outcome: string) => log.info(outcome, { sessionId });

/** A step that is done settles its session; the schedule, whose event has no records, settles what is left over. */
export const handler = async (
  event: SNSEvent | EventBridgeEvent<'Scheduled Event', unknown>,
): Promise<void> => {
  if (!('Records' in event)) return sweepSessions(ports, report);
  await forEach(messagesIn(event, StepDone), async ({ id }) =>
    report(id, await settleSession(id, ports)),
  );
};
