import { createDb } from '@video-service/shared/dynamodb';
import { readEnv } from '@video-service/shared/env';
import { readSettings } from '@video-service/shared/read-settings';
import { refusals } from '../multipart/refusals.ts';
import { createLimitStore } from '@video-service/shared/limit-store';
import { takeFromDay } from './daily-limit.ts';

const settings = readSettings(['UPLOAD_MAX_BYTES', 'UPLOADS_PER_DAY', 'UPLOAD_GIGABYTES_PER_DAY']);

/** The most bytes of one video. */
export const maxBytes = settings.UPLOAD_MAX_BYTES;

const ports = {
  limits: createLimitStore(createDb(), readEnv('LIMIT_TABLE_NAME').LIMIT_TABLE_NAME),
  now: Date.now,
  uploads: settings.UPLOADS_PER_DAY,
  gigabytes: settings.UPLOAD_GIGABYTES_PER_DAY,
};

/** Counts an upload of so many bytes; the answer that refuses it when it is too large, or too much for a day. */
export const refusalOf = async (bytes: number) => {
  if (bytes > maxBytes) return refusals.tooLarge(maxBytes);
  const againAt = await takeFromDay(bytes, ports);
  return againAt === undefined ? undefined : refusals.dailyLimit(againAt);
};
