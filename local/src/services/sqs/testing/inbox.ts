import { arnOf } from '../../../engine/account.ts';
import type { QueueConfig } from '../queue-store.ts';

/** A queue for tests. */
export const INBOX: QueueConfig = {
  arn: arnOf('sqs', 'inbox'),
  name: 'inbox',
  visibilityTimeoutSeconds: 30,
  retentionSeconds: 345_600,
};
