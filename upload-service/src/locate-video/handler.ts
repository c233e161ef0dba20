import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { readEnv } from '@video-service/shared/env';
import { httpHandler, json, refuse, refuseInput } from '@video-service/shared/http';
import { createLog } from '@video-service/shared/log';
import { readSettings } from '@video-service/shared/read-settings';
import { createBankReader } from '@video-service/shared/where/bank-reader';
import * as v from 'valibot';
import { DELETED, ID_HINT, VideoPath } from '../access/video-request.ts';
import { owner } from '../owner/from-env.ts';
import { locateVideo } from './locate-video.ts';

const env = readEnv(
  'VIDEO_SESSION_TABLE_NAME',
  'VIDEO_LABEL_TABLE_NAME',
  'SESSION_TABLE_NAME',
  'LIBRARY_TABLE_NAME',
  'SOURCE_BUCKET_NAME',
  'RENDER_BUCKET_NAME',
  'VIDEO_SESSION_QUEUE_NAME',
  'VIDEO_CAPTURE_QUEUE_NAME',
  'VIDEO_DEAD_LETTER_QUEUE_NAME',
  'DEAD_LETTER_QUEUE_NAME',
);
const clients = { dynamodb: new DynamoDBClient(), s3: new S3Client(), sqs: new SQSClient() };
const ports = {
  bank: createBankReader(clients, {
    tables: {
      sessions: env.VIDEO_SESSION_TABLE_NAME,
      labels: env.VIDEO_LABEL_TABLE_NAME,
      pageSessions: env.SESSION_TABLE_NAME,
      library: env.LIBRARY_TABLE_NAME,
    },
    buckets: { source: env.SOURCE_BUCKET_NAME, renders: env.RENDER_BUCKET_NAME },
    queues: {
      sessions: env.VIDEO_SESSION_QUEUE_NAME,
      captures: env.VIDEO_CAPTURE_QUEUE_NAME,
      // Reading dead letters would hide them from a replay, so they are only counted.
      deadLetters: [env.VIDEO_DEAD_LETTER_QUEUE_NAME, env.DEAD_LETTER_QUEUE_NAME],
    },
  }),
  deadlineSeconds: readSettings(['SESSION_DEADLINE_SECONDS']).SESSION_DEADLINE_SECONDS,
  now: Date.now,
};

const respond = owner.only(async (event) => {
  const input = v.safeParse(VideoPath, event.pathParameters);
  if (!input.success) return refuseInput(input.issues, ID_HINT);
  const place = await locateVideo(input.output.id, ports);
  if (place === 'deleted') return refuse(410, DELETED);
  if (place) return json(200, place);
  const message = 'Nothing is known about this video.';
  return refuse(404, { code: 'UNKNOWN_VIDEO', message, hint: ID_HINT });
});

export const handler = httpHandler(createLog('locate-video'), respond);
