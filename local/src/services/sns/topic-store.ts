import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '../../state/database.ts';

export type Topic = { arn: string; name: string; policy?: unknown };

export type Subscription = {
  arn: string;
  topicArn: string;
  protocol: 'lambda' | 'sqs';
  endpoint: string;
  filterPolicy?: unknown;
  filterPolicyScope?: 'MessageAttributes' | 'MessageBody';
  rawMessageDelivery?: boolean;
  redrivePolicy?: { deadLetterTargetArn: string };
};

export type TopicStore = ReturnType<typeof openTopicStore>;

/** Topics and subscriptions, on disk: a client's subscription survives a restart. */
export const openTopicStore = (db: DatabaseSync) => {
  db.exec(`
    CREATE TABLE IF NOT EXISTS sns_topic (arn TEXT PRIMARY KEY, config TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS sns_subscription (
      arn TEXT PRIMARY KEY, topicArn TEXT NOT NULL, config TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS sns_subscription_topic ON sns_subscription (topicArn)`);

  const putTopic = db.prepare(
    // An unchanged subscription costs no write and no sync to disk.
    `INSERT INTO sns_topic VALUES (?, ?)
     ON CONFLICT DO UPDATE SET config = excluded.config WHERE config <> excluded.config`,
  );
  const getTopic = db.prepare('SELECT config FROM sns_topic WHERE arn = ?');
  const topics = db.prepare('SELECT config FROM sns_topic ORDER BY arn');
  const removeTopic = db.prepare('DELETE FROM sns_topic WHERE arn = ?');
  const putSubscription = db.prepare(
    `INSERT INTO sns_subscription VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET topicArn = excluded.topicArn, config = excluded.config
     WHERE topicArn <> excluded.topicArn OR config <> excluded.config`,
  );
  const subscriptions = db.prepare(
    'SELECT config FROM sns_subscription WHERE topicArn = ? ORDER BY arn',
  );
  const removeSubscription = db.prepare('DELETE FROM sns_subscription WHERE arn = ?');
  const removeSubscriptions = db.prepare('DELETE FROM sns_subscription WHERE topicArn = ?');

  // Only the functions below write what they cast.
  return {
    topic(arn: string) {
      const row = getTopic.get(arn);
      return row && (configIn(row) as Topic);
    },
    topics: () => topics.all().map(configIn) as Topic[],
    putTopic: (topic: Topic) => void putTopic.run(topic.arn, JSON.stringify(topic)),
    removeTopic: (arn: string) =>
      transaction(db, () => {
        removeTopic.run(arn);
        removeSubscriptions.run(arn);
      }),

    subscriptionsOf: (topicArn: string) =>
      subscriptions.all(topicArn).map(configIn) as Subscription[],
    putSubscription: (subscription: Subscription) =>
      void putSubscription.run(
        subscription.arn,
        subscription.topicArn,
        JSON.stringify(subscription),
      ),
    removeSubscription: (arn: string) => void removeSubscription.run(arn),
  };
};

const configIn = (row: Record<string, unknown>) => JSON.parse(String(row['config'])) as unknown;
