import type { TableOptions } from './cloud/dynamodb/table.ts';

/** The names of the resources in serverless.yml, in stage `sim`. */
export const BUCKETS = { source: 'sim-source', renders: 'sim-render' } as const;

export const TABLES = {
  sessions: 'video-sessions',
  labels: 'video-labels',
  budget: 'video-budget',
  pageSessions: 'upload-sessions',
  steps: 'upload-steps',
  connections: 'upload-connections',
  library: 'upload-library',
  limits: 'upload-limits',
  people: 'facebook-sessions',
} as const;

export const TABLE_OPTIONS: TableOptions[] = [
  {
    name: TABLES.sessions,
    keys: { hash: 'id' },
    indexes: { 'open-sessions': { hash: 'open', range: 'createdAt' } },
  },
  { name: TABLES.labels, keys: { hash: 'id', range: 'frame' } },
  { name: TABLES.budget, keys: { hash: 'id' } },
  { name: TABLES.pageSessions, keys: { hash: 'id' } },
  { name: TABLES.steps, keys: { hash: 'id', range: 'step' } },
  { name: TABLES.connections, keys: { hash: 'topic', range: 'connectionId' } },
  { name: TABLES.library, keys: { hash: 'partition', range: 'position' } },
  { name: TABLES.limits, keys: { hash: 'id' } },
  { name: TABLES.people, keys: { hash: 'id' } },
];

export const SESSION_QUEUE = 'video-session-queue';
export const CAPTURE_QUEUE = 'video-capture-queue';
export const DEAD_LETTERS = {
  video: 'video-dead-letter-queue',
  upload: 'upload-dead-letters',
  facebook: 'facebook-dead-letter-queue',
} as const;

/** Like `custom.captureTries` and `custom.sessionTries`, but few enough to be reached. */
export const CAPTURE_TRIES = 12;
export const SESSION_TRIES = 12;

export type TopicName =
  | 'session'
  | 'capture'
  | 'render-start'
  | 'status'
  | 'render-ready'
  | 'deletion'
  | 'failure'
  | 'download'
  | 'facebook-failure'
  | 'alarm';

export const topicArn = (topic: TopicName) => `arn:aws:sns:us-east-1:123456789012:${topic}`;
