import type { SNSHandler } from 'aws-lambda';
import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { forEach, objectsIn } from '@video-service/shared/events';
import { parseMetadataKey } from '@video-service/shared/keys';
import { createLog } from '@video-service/shared/log';
import { createBucket } from '@video-service/shared/s3';
import { ports as listing } from '../library/from-env.ts';
import { createDeletionStore } from '../stores/deletion-store.ts';
import { createMetadataStore } from '../stores/metadata-store.ts';
import { indexVideo } from './index-video.ts';
import { tellOfEntry } from './tell-of-entry.ts';

const env = readEnv('SESSION_TABLE_NAME', 'RENDER_BUCKET_NAME');
const log = createLog('index-video');
const ports = {
  ...listing,
  metadata: createMetadataStore(createBucket(env.RENDER_BUCKET_NAME)),
  deletions: createDeletionStore(createDb(), env.SESSION_TABLE_NAME),
};

export const handler: SNSHandler = (event) =>
  forEach(objectsIn(event), async ({ key }) => {
    const id = parseMetadataKey(key);
    if (!id) return;
    const indexed = await indexVideo(id, ports);
    if (typeof indexed === 'object') await tellOfEntry(indexed, ports);
    log.info(`video ${typeof indexed === 'object' ? 'listed' : indexed}`, { sessionId: id });
  });
