import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../state/clock.ts';
import { transaction } from '../../state/database.ts';
import type { MessageStore, ReceivedMessage } from './message-store.ts';
import type { QueueStore } from './queue-store.ts';

const POSTPONE_SECONDS = 5;

/** When messages form a batch: there are enough, or the first has waited long enough. */
export type BatchLimits = { batchSize: number; windowSeconds: number; maxBytes: number };

/**
 * The outcome of a batch. Failed messages return after their visibility timeout, or the given time; postponed ones
 * soon, as if they had not been received.
 */
export type Settlement = {
  done: ReceivedMessage[];
  failed: ReceivedMessage[];
  postponed?: ReceivedMessage[];
  redeliverySeconds?: number | undefined;
};

export type BatchOptions = {
  db: DatabaseSync;
  clock: Clock;
  queues: QueueStore;
  messages: MessageStore;
};

/**
 * Messages as Lambda receives them for a function. Those of a batch that a crash interrupted are available again at
 * once.
 */
export const openBatches = ({ db, clock, queues, messages }: BatchOptions) => {
  db.exec('CREATE TABLE IF NOT EXISTS sqs_taken (messageId TEXT PRIMARY KEY)');
  const taken = db.prepare('INSERT OR IGNORE INTO sqs_taken VALUES (?)');
  const settled = db.prepare('DELETE FROM sqs_taken WHERE messageId = ?');
  const ready = db.prepare(
    `SELECT COUNT(*) AS count, MIN(visibleAt) AS oldest FROM (
       SELECT visibleAt FROM sqs_message WHERE queueArn = ? AND visibleAt <= ?
       ORDER BY visibleAt LIMIT ?)`,
  );
  const uncount = db.prepare(
    'UPDATE sqs_message SET receiveCount = MAX(receiveCount - 1, 0) WHERE queueArn = ? AND receiptHandle = ?',
  );
  const nextVisible = db.prepare(
    'SELECT MIN(visibleAt) AS visibleAt FROM sqs_message WHERE queueArn = ? AND visibleAt > ?',
  );
  putBack(db, clock);

  const look = (queueArn: string, { batchSize, windowSeconds }: BatchLimits, now: number) => {
    const row = ready.get(queueArn, now, batchSize);
    const count = Number(row?.['count']);
    const windowEnd = Number(row?.['oldest']) + windowSeconds * 1000;
    return { isReady: count > 0 && (count >= batchSize || windowEnd <= now), count, windowEnd };
  };

  return {
    /** The next batch, hidden from others; none if there is not one yet. */
    take: (queueArn: string, limits: BatchLimits): ReceivedMessage[] => {
      if (!look(queueArn, limits, clock.now()).isReady) return [];
      const queue = queues.get(queueArn);
      if (!queue) return [];
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

    /** The first moment after `now` at which there may be another batch without new messages. */
    nextAt: (queueArn: string, limits: BatchLimits, now: number): number | undefined => {
      const visibleAt = nextVisible.get(queueArn, now)?.['visibleAt'];
      const times = typeof visibleAt === 'number' ? [visibleAt] : [];
      // Without a window, whatever is visible is a batch.
      if (limits.windowSeconds > 0) {
        const { count, isReady, windowEnd } = look(queueArn, limits, now);
        if (count > 0 && !isReady) times.push(windowEnd);
      }
      return times.length === 0 ? undefined : Math.min(...times);
    },

    settle: (queueArn: string, settlement: Settlement) =>
      transaction(db, () => {
        const { done, failed, postponed = [], redeliverySeconds } = settlement;
        const hide = ({ receiptHandle }: ReceivedMessage, seconds: number) =>
          messages.hide(queueArn, receiptHandle, seconds);
        for (const { id } of [...done, ...failed, ...postponed]) settled.run(id);
        for (const { receiptHandle } of done) messages.remove(queueArn, receiptHandle);
        for (const message of postponed) {
          uncount.run(queueArn, message.receiptHandle);
          hide(message, POSTPONE_SECONDS);
        }
        if (redeliverySeconds !== undefined) {
          for (const message of failed) hide(message, redeliverySeconds);
        }
      }),
  };
};

// Nobody has failed them: the receipt does not count.
const putBack = (db: DatabaseSync, clock: Clock) =>
  transaction(db, () => {
    db.prepare(
      `UPDATE sqs_message SET visibleAt = ?, receiveCount = MAX(receiveCount - 1, 0)
       WHERE id IN (SELECT messageId FROM sqs_taken)`,
    ).run(clock.now());
    db.exec('DELETE FROM sqs_taken');
  });
