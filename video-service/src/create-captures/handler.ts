import type { SNSHandler } from 'aws-lambda';
import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { forEach, messagesIn } from '@video-service/shared/events';
import { createLog } from '@video-service/shared/log';
import { SourceVideo } from '@video-service/shared/messages';
import { readSettings } from '@video-service/shared/read-settings';
import { createBucket } from '@video-service/shared/s3';
import { publisher } from '@video-service/shared/sns';
import { collectRarely } from '../media/collect-rarely.ts';
import { readMediaLimits } from '../media/media-limits.ts';
import { createLabelStore } from '../stores/label-store.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { captureWriter, createCaptureExtractor } from './captures-adapter.ts';
import { createCaptures, type CreateCapturesPorts } from './create-captures.ts';

collectRarely();

const env = readEnv(
  'SESSION_TABLE_NAME',
  'LABEL_TABLE_NAME',
  'SOURCE_BUCKET_NAME',
  'STATUS_TOPIC_ARN',
);
const log = createLog('create-captures');
const db = createDb();
const source = createBucket(env.SOURCE_BUCKET_NAME);
const ports: CreateCapturesPorts = {
  sessions: createSessionStore(db, env.SESSION_TABLE_NAME),
  labels: createLabelStore(db, env.LABEL_TABLE_NAME),
  extractCaptures: createCaptureExtractor(source, readMediaLimits()),
  putCapture: captureWriter(source),
  describeSource: ({ key, etag }) => source.describe(key, etag),
  zone: readSettings(['BANK_TIME_ZONE']).BANK_TIME_ZONE,
  publish: publisher(env.STATUS_TOPIC_ARN),
};

export const handler: SNSHandler = (event) =>
  forEach(messagesIn(event, SourceVideo), async (video) =>
    log.info(await createCaptures(video, ports), { sessionId: video.id }),
  );
