import { Logger } from '@aws-lambda-powertools/logger';
import { shortHash } from './short-hash.ts';

// A session's UUID, which is all it takes to see its video, and Facebook's numeric id of a person.
const IDS = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|(?<!\d)\d{15,20}(?!\d)/giu;

/**
 * A logger that writes one JSON line per outcome, with its service and step; pass the session as `{ sessionId }`. Ids
 * of sessions and people are replaced by their short hashes everywhere in a line. POWERTOOLS_LOG_LEVEL and
 * POWERTOOLS_SERVICE_NAME set the level and the service.
 */
export const createLog = (step: string): Pick<Logger, 'info' | 'warn' | 'error'> =>
  new Logger({ persistentKeys: { step }, jsonReplacerFn: withoutIds });

const withoutIds = (_: string, value: unknown) =>
  typeof value === 'string' ? value.replaceAll(IDS, shortHash) : value;
