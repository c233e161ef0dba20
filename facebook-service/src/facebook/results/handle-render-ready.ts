import { S3Client } from '@aws-sdk/client-s3';
import type { SNSEvent } from 'aws-lambda';
import { readEnv } from '@video-service/shared/env';
import { forEach, objectsIn } from '@video-service/shared/events';
import { metadataKey, parseMetadataKey } from '@video-service/shared/keys';
import { createLog } from '@video-service/shared/log';
import { Metadata } from '@video-service/shared/metadata';
import { createBucket } from '@video-service/shared/s3';
import * as v from 'valibot';
import { conversation, sessions } from '../../messenger/from-env.ts';
import { createShownBucket } from '../../stores/shown-bucket.ts';
import { sendResults } from './send-results.ts';

const env = readEnv('SOURCE_BUCKET_NAME', 'RENDER_BUCKET_NAME');
const log = createLog('facebook');
const s3 = new S3Client();
const renders = createBucket(env.RENDER_BUCKET_NAME);

const MetadataText = v.pipe(v.string(), v.parseJson(), Metadata);

const ports = {
  sessions,
  conversation,
  readMetadata: async (id: string) =>
    v.parse(MetadataText, await renders.readText(metadataKey(id))),
  renders: createShownBucket(s3, env.RENDER_BUCKET_NAME),
  captures: createShownBucket(s3, env.SOURCE_BUCKET_NAME),
};

/** Answers the people whose videos are ready; skips other services' sessions. */
export const handleRenderReady = (event: SNSEvent) =>
  forEach(objectsIn(event), async (object) => {
    const sessionId = parseMetadataKey(object.key);
    if (sessionId === undefined) return;
    if (await sendResults(sessionId, ports)) log.info('answered', { sessionId });
  });
