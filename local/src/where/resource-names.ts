/** The names of a stage's resources that `where` reads. */
export type ResourceNames = {
  tables: {
    sessions: string;
    labels: string;
    budget: string;
    pageSessions: string;
    library: string;
    people: string;
  };
  buckets: { source: string; renders: string };
  queues: { sessions: string; captures: string };
  /** A part of the names of its dead-letter queues, all of which are searched. */
  deadLetters: RegExp;
};

/** The names in an account's stage, as in the three serverless.yml. */
export const resourceNames = (stage: string, account: string): ResourceNames => ({
  tables: {
    sessions: `video-service-${stage}-sessions`,
    labels: `video-service-${stage}-labels`,
    budget: `video-service-${stage}-budget`,
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
  },
  deadLetters: new RegExp(`(?:dead-letter-queue-${stage}|-${stage}-dead-letters)$`, 'u'),
});
