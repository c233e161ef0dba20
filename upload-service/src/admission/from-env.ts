import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { readSettings } from '@video-service/shared/read-settings';
import { refusals } from '../multipart/refusals.ts';
import { createLimitStore } from '@video-service/shared/limit-store';
import { openWithinDay } from './daily-limit.ts';

type Answer = APIGatewayProxyStructuredResultV2;
type Open = () => Promise<Answer>;

const settings = readSettings(['UPLOAD_MAX_BYTES', 'UPLOADS_PER_DAY', 'UPLOAD_GIGABYTES_PER_DAY']);

/** The maximum bytes of one video. */
export const maxBytes = settings.UPLOAD_MAX_BYTES;

const ports = {
  limits: createLimitStore(createDb(), readEnv('LIMIT_TABLE_NAME').LIMIT_TABLE_NAME),
  now: Date.now,
  uploads: settings.UPLOADS_PER_DAY,
  gigabytes: settings.UPLOAD_GIGABYTES_PER_DAY,
};

/**
 * The response to an upload of so many bytes: that of `open`, or the reason it is refused (too large, or over a daily
 * limit).
 */
export const admit = async (bytes: number, open: Open): Promise<Answer> => {
  if (bytes > maxBytes) return refusals.tooLarge(maxBytes);
  const outcome = await openWithinDay(bytes, open, ports);
  return 'opened' in outcome ? outcome.opened : refusals.dailyLimit(outcome.againAt);
};
