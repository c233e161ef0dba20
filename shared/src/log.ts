import { Logger } from '@aws-lambda-powertools/logger';
import { shortHash } from './short-hash.ts';

// A session's UUID, which is all it takes to see its video, and Facebook's number of a person.
const IDS = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|(?<!\d)\d{15,20}(?!\d)/giu;

/**
 * A logger that writes one JSON line an outcome, each with its service and step; put the session in as
 * `{ sessionId }`. Wherever the id of a session or a person stands in a line, its short hash is written. Level and
 * service come from POWERTOOLS_LOG_LEVEL and POWERTOOLS_SERVICE_NAME.
 */
export const createLog = (step: string): Pick<Logger, 'info' | 'warn' | 'error'> =>
  new Logger({ persistentKeys: { step }, jsonReplacerFn: withoutIds });

const withoutIds = (_: string, value: unknown) =>
  typeof value === 'string' ? value.replaceAll(IDS, shortHash) : value;
