import type { DatabaseSync } from 'node:sqlite';

export type QueueConfig = {
  arn: string;
  name: string;
  visibilityTimeoutSeconds: number;
  retentionSeconds: number;
  /** The following are missing in older states. */
  delaySeconds?: number;
  receiveWaitSeconds?: number;
  maxMessageBytes?: number;
  redrivePolicy?: { deadLetterTargetArn: string; maxReceiveCount: number };
};

export type QueueStore = ReturnType<typeof openQueueStore>;

/** The existing queues, on disk. */
export const openQueueStore = (db: DatabaseSync) => {
  db.exec('CREATE TABLE IF NOT EXISTS sqs_queue (arn TEXT PRIMARY KEY, config TEXT NOT NULL)');
  const put = db.prepare(
    `INSERT INTO sqs_queue VALUES (?, ?)
     ON CONFLICT DO UPDATE SET config = excluded.config WHERE config <> excluded.config`,
  );
  const all = db.prepare('SELECT config FROM sqs_queue ORDER BY arn');
  const get = db.prepare('SELECT config FROM sqs_queue WHERE arn = ?');
  const remove = db.prepare('DELETE FROM sqs_queue WHERE arn = ?');

  // Only `put` writes what is cast here.
  const configIn = (row: Record<string, unknown>) =>
    JSON.parse(String(row['config'])) as QueueConfig;

  return {
    put: (queue: QueueConfig) => void put.run(queue.arn, JSON.stringify(queue)),
    all: () => all.all().map(configIn),
    get(arn: string) {
      const row = get.get(arn);
      return row && configIn(row);
    },
    remove: (arn: string) => void remove.run(arn),
  };
};
