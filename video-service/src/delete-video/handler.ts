import type { EventBridgeEvent, SNSEvent } from 'aws-lambda';
import { deletionNewsIn } from '@video-service/shared/deletions';
import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { forEach } from '@video-service/shared/events';
import { createLog } from '@video-service/shared/log';
import { createBucket } from '@video-service/shared/s3';
import { publisher } from '@video-service/shared/sns';
import { createLabelStore } from '../stores/label-store.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { createTombstoneStore } from '../stores/tombstone-store.ts';
import { deleteVideo, sweepTombstones } from './delete-video.ts';
import { followRemoval } from './follow-removal.ts';

const env = readEnv(
  'SESSION_TABLE_NAME',
  'LABEL_TABLE_NAME',
  'SOURCE_BUCKET_NAME',
  'RENDER_BUCKET_NAME',
  'DELETION_TOPIC_ARN',
);
const log = createLog('delete-video');
const db = createDb();
const publish = publisher(env.DELETION_TOPIC_ARN);
const ports = {
  sessions: createSessionStore(db, env.SESSION_TABLE_NAME),
  tombstones: createTombstoneStore(db, env.SESSION_TABLE_NAME),
  labels: createLabelStore(db, env.LABEL_TABLE_NAME),
  source: createBucket(env.SOURCE_BUCKET_NAME),
  renders: createBucket(env.RENDER_BUCKET_NAME),
  tell: publish,
  order: publish,
  now: Date.now,
};

/** The topic carries deletion requests and removed objects; the schedule sweeps up what running steps have left. */
export const handler = async (
  event: SNSEvent | EventBridgeEvent<'Scheduled Event', unknown>,
): Promise<void> => {
  if (!('Records' in event))
    return sweepTombstones(ports, (sessionId, error) =>
      log.error('cannot be swept', { sessionId, error }),
    );
  await forEach(deletionNewsIn(event), async (news) => {
    if (news.kind === 'deleted') return;
    if (news.kind === 'removed') {
      const ordered = await followRemoval(news.key, ports);
      if (ordered > 0) log.info('removed object followed', { videos: ordered });
      return;
    }
    await deleteVideo(news, ports);
    log.info('video deleted', { sessionId: news.id, by: news.by });
  });
};
