import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '../state/database.ts';
import type { MessageStore, ReceivedMessage } from './message-store.ts';
import type { QueueStore } from './queue-store.ts';

/** When messages make a batch: there are enough of them, or the first has waited for long enough. */
export type BatchLimits = { batchSize: number; windowSeconds: number; maxBytes: number };

/** What became of a batch; failed messages come back after their visibility timeout, or the given time. */
export type Settlement = {
  done: ReceivedMessage[];
  failed: ReceivedMessage[];
  redeliverySeconds?: number | undefined;
};

export type BatchOptions = { db: DatabaseSync; queues: QueueStore; messages: MessageStore };

/** Messages as Lambda takes them for a function. Those of a batch that a crash has ended are there again at once. */
export const openBatches = ({ db, queues, messages }: BatchOptions) => {
  db.exec('CREATE TABLE IF NOT EXISTS sqs_taken (messageId TEXT PRIMARY KEY)');
  const taken = db.prepare('INSERT OR IGNORE INTO sqs_taken VALUES (?)');
  const settled = db.prepare('DELETE FROM sqs_taken WHERE messageId = ?');
  const ready = db.prepare(
    `SELECT COUNT(*) AS count, MIN(visibleAt) AS oldest FROM (
       SELECT visibleAt FROM sqs_message WHERE queueArn = ? AND visibleAt <= ?
       ORDER BY visibleAt LIMIT ?)`,
  );
  const nextVisible = db.prepare(
    'SELECT MIN(visibleAt) AS visibleAt FROM sqs_message WHERE queueArn = ? AND visibleAt > ?',
  );
  putBack(db);

  const look = (queueArn: string, { batchSize, windowSeconds }: BatchLimits, now: number) => {
    const row = ready.get(queueArn, now, batchSize);
    const count = Number(row?.['count']);
    const windowEnd = Number(row?.['oldest']) + windowSeconds * 1000;
    return { isReady: count > 0 && (count >= batchSize || windowEnd <= now), count, windowEnd };
  };

  return {
    /** The next batch, hidden from others; none when there is not one yet. */
    take: (queueArn: string, limits: BatchLimits): ReceivedMessage[] => {
      const queue = queues.get(queueArn);
      if (!queue || !look(queueArn, limits, Date.now()).isReady) return [];
      return transaction(db, () => {
        const batch = messages.receive(queue, {
          max: limits.batchSize,
          maxBytes: limits.maxBytes,
          visibilitySeconds: queue.visibilityTimeoutSeconds,
        });
        for (const { id } of batch) taken.run(id);
        return batch;
      });
    },

    /** The first moment after `now` at which there may be another batch, if no message comes before. */
    nextAt: (queueArn: string, limits: BatchLimits, now: number): number | undefined => {
      const { count, isReady, windowEnd } = look(queueArn, limits, now);
      const visibleAt = nextVisible.get(queueArn, now)?.['visibleAt'];
      const times = [
        ...(count > 0 && !isReady ? [windowEnd] : []),
        ...(typeof visibleAt === 'number' ? [visibleAt] : []),
      ];
      return times.length === 0 ? undefined : Math.min(...times);
    },

    settle: (queueArn: string, { done, failed, redeliverySeconds }: Settlement) =>
      transaction(db, () => {
        for (const { id } of [...done, ...failed]) settled.run(id);
        for (const { receiptHandle } of done) messages.remove(queueArn, receiptHandle);
        if (redeliverySeconds === undefined) return;
        for (const { receiptHandle } of failed) {
          messages.hide(queueArn, receiptHandle, redeliverySeconds);
        }
      }),
  };
};

// Nobody has failed them: the receipt does not count.
const putBack = (db: DatabaseSync) =>
  transaction(db, () => {
    db.prepare(
      `UPDATE sqs_message SET visibleAt = ?, receiveCount = MAX(receiveCount - 1, 0)
       WHERE id IN (SELECT messageId FROM sqs_taken)`,
    ).run(Date.now());
    db.exec('DELETE FROM sqs_taken');
  });
