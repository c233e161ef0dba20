import type { ResourceNames } from '@video-service/shared/where/bank-reader';

/** The names in an account's stage that `where` reads, as in the three serverless.yml. */
export const resourceNames = (stage: string, account: string): ResourceNames => ({
  tables: {
    sessions: `video-service-${stage}-sessions`,
    labels: `video-service-${stage}-labels`,
    pageSessions: `upload-service-${stage}-sessions`,
    library: `upload-service-${stage}-library`,
    people: `facebook-service-sessions-${stage}`,
  },
  buckets: {
    source: `video-service-${stage}-source-${account}`,
    renders: `video-service-${stage}-render-${account}`,
  },
  queues: {
    sessions: `video-session-queue-${stage}`,
    captures: `video-capture-queue-${stage}`,
    // They are read, not counted.
    deadLetters: [],
  },
});

/** The names of a stage's dead-letter queues. */
export const deadLetterNames = (stage: string) =>
  new RegExp(`(?:dead-letter-queue-${stage}|-${stage}-dead-letters)$`, 'u');
