import { Logger } from '@aws-lambda-powertools/logger';

/**
 * A logger that writes one JSON line an outcome, each with its service and step; put the session in as
 * `{ sessionId }`. Level and service come from POWERTOOLS_LOG_LEVEL and POWERTOOLS_SERVICE_NAME.
 */
export const createLog = (step: string): Pick<Logger, 'info' | 'warn' | 'error'> =>
  new Logger({ persistentKeys: { step } });
