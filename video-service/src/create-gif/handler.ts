import type { SNSHandler } from 'aws-lambda';
import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { forEach, messagesIn } from '@video-service/shared/events';
import { createLog } from '@video-service/shared/log';
import { SourceVideo } from '@video-service/shared/messages';
import { createBucket } from '@video-service/shared/s3';
import { publisher } from '@video-service/shared/sns';
import { collectRarely } from '../media/collect-rarely.ts';
import { readMediaLimits } from '../media/media-limits.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { createGif, type CreateGifPorts } from './create-gif.ts';
import { createPreviewRenderer } from './previews-adapter.ts';

collectRarely();

const env = readEnv(
  'SESSION_TABLE_NAME',
  'SOURCE_BUCKET_NAME',
  'RENDER_BUCKET_NAME',
  'STATUS_TOPIC_ARN',
);
const log = createLog('create-gif');
const ports: CreateGifPorts = {
  sessions: createSessionStore(createDb(), env.SESSION_TABLE_NAME),
  renderPreviews: createPreviewRenderer(createBucket(env.SOURCE_BUCKET_NAME), readMediaLimits()),
  renders: createBucket(env.RENDER_BUCKET_NAME),
  publish: publisher(env.STATUS_TOPIC_ARN),
};

export const handler: SNSHandler = (event) =>
  forEach(messagesIn(event, SourceVideo), async (video) =>
    log.info(await createGif(video, ports), { sessionId: video.id }),
  );
