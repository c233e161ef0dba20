import { S3Client } from '@aws-sdk/client-s3';
import type { Context, SNSEvent } from 'aws-lambda';
import { readEnv } from '@video-service/shared/env';
import { InvalidInput } from '@video-service/shared/errors';
import { forEach, messagesIn } from '@video-service/shared/events';
import { createLog } from '@video-service/shared/log';
import { publisher } from '@video-service/shared/sns';
import { readSettings } from '@video-service/shared/read-settings';
import { readUrl } from '../cdn/read-url.ts';
import { conversation, graph, isOurs, requests, sessions } from '../messenger/from-env.ts';
import { Incoming } from '../messenger/incoming.ts';
import { createSourceBucket } from '../stores/source-bucket.ts';
import { download } from './download.ts';

/** The time reserved to report a timeout to the person. */
const FAREWELL_MS = 15_000;

const env = readEnv('SOURCE_BUCKET_NAME', 'VIDEO_HOSTS', 'DELETION_TOPIC_ARN');
const { VIDEO_MAX_BYTES } = readSettings(['VIDEO_MAX_BYTES']);
const log = createLog('download');

const listed = (names: string) => names.split(',').filter((name) => name !== '');
const reading = {
  allowed: {
    hosts: listed(env.VIDEO_HOSTS),
    trustedOrigins: listed(process.env['TRUSTED_ORIGINS'] ?? ''),
  },
  maxBytes: VIDEO_MAX_BYTES,
};

const ports = {
  isOurs,
  sessions,
  deleting: { sessions, requests, graph, order: publisher(env.DELETION_TOPIC_ARN) },
  conversation,
  source: createSourceBucket(new S3Client(), env.SOURCE_BUCKET_NAME),
  show: graph.show,
};

/** Answers messages, and fetches their videos. */
export const handler = (event: SNSEvent, context: Context): Promise<void> =>
  forEach(messagesIn(event, Incoming), async (incoming) => {
    const signal = AbortSignal.timeout(context.getRemainingTimeInMillis() - FAREWELL_MS);
    const read = (url: string) => readUrl(url, { ...reading, signal });
    const outcome = await download(incoming, { ...ports, read });
    const refused = outcome instanceof InvalidInput;
    log.info(refused ? 'refused' : outcome, {
      sessionId: incoming.id,
      ...(refused && { code: outcome.details.code }),
    });
  });
