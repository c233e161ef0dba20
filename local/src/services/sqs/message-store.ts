import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { MessageAttributes } from '../sns/message.ts';
import type { Clock } from '../../state/clock.ts';
import { transaction } from '../../state/database.ts';
import type { QueueConfig } from './queue-store.ts';

export type OutgoingMessage = {
  body: string;
  attributes?: MessageAttributes;
  delaySeconds?: number;
};

/** A received message; its receipt handle is valid until someone else receives it. Times in ms since 1970. */
export type ReceivedMessage = {
  id: string;
  body: string;
  attributes: MessageAttributes;
  receiptHandle: string;
  receiveCount: number;
  sentAt: number;
  firstReceivedAt: number;
  /** In a dead-letter queue, the original queue. */
  deadLetterOf: string | null;
};

/** The maximum number of messages, and their maximum bytes of text together, though always at least one. */
export type ReceiveLimits = { max: number; maxBytes?: number; visibilitySeconds: number };

export type MessageStore = ReturnType<typeof openMessageStore>;

/** The messages of all queues, on disk, each until it is deleted or its queue's retention is over. */
export const openMessageStore = (db: DatabaseSync, clock: Clock) => {
  db.exec(`
    CREATE TABLE IF NOT EXISTS sqs_message (
      id TEXT PRIMARY KEY,
      queueArn TEXT NOT NULL,
      body TEXT NOT NULL,
      attributes TEXT NOT NULL,
      sentAt INTEGER NOT NULL,
      visibleAt INTEGER NOT NULL,
      receiveCount INTEGER NOT NULL DEFAULT 0,
      firstReceivedAt INTEGER,
      receiptHandle TEXT UNIQUE
    );
    CREATE INDEX IF NOT EXISTS sqs_message_visible ON sqs_message (queueArn, visibleAt);
    CREATE TABLE IF NOT EXISTS sqs_dead_letter (
      id TEXT PRIMARY KEY REFERENCES sqs_message (id) ON DELETE CASCADE,
      queueArn TEXT NOT NULL
    )`);

  const add = db.prepare(
    `INSERT INTO sqs_message (id, queueArn, body, attributes, sentAt, visibleAt)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const expire = db.prepare('DELETE FROM sqs_message WHERE queueArn = ? AND sentAt <= ?');
  const remember = db.prepare(
    `INSERT OR REPLACE INTO sqs_dead_letter (id, queueArn)
     SELECT id, queueArn FROM sqs_message
     WHERE queueArn = ? AND visibleAt <= ? AND receiveCount >= ?`,
  );
  const move = db.prepare(
    `UPDATE sqs_message SET queueArn = ?, receiveCount = 0, firstReceivedAt = NULL
     WHERE queueArn = ? AND visibleAt <= ? AND receiveCount >= ?`,
  );
  const visible = db.prepare(
    `SELECT id, LENGTH(CAST(body AS BLOB)) + LENGTH(attributes) AS bytes FROM sqs_message
     WHERE queueArn = ? AND visibleAt <= ? ORDER BY visibleAt, rowid LIMIT ?`,
  );
  const receive = db.prepare(
    `UPDATE sqs_message
     SET receiveCount = receiveCount + 1, visibleAt = ?, receiptHandle = ?,
         firstReceivedAt = COALESCE(firstReceivedAt, ?)
     WHERE id = ?
     RETURNING id, body, attributes, receiptHandle, receiveCount, sentAt, firstReceivedAt,
       (SELECT dead.queueArn FROM sqs_dead_letter AS dead WHERE dead.id = sqs_message.id)
         AS deadLetterOf`,
  );
  const remove = db.prepare('DELETE FROM sqs_message WHERE queueArn = ? AND receiptHandle = ?');
  const hide = db.prepare(
    'UPDATE sqs_message SET visibleAt = ? WHERE queueArn = ? AND receiptHandle = ?',
  );
  const purge = db.prepare('DELETE FROM sqs_message WHERE queueArn = ?');
  const count = db.prepare(
    `SELECT COUNT(*) FILTER (WHERE visibleAt <= :now) AS visible,
            COUNT(*) FILTER (WHERE visibleAt > :now AND receiveCount > 0) AS inFlight,
            COUNT(*) FILTER (WHERE visibleAt > :now AND receiveCount = 0) AS delayed
     FROM sqs_message WHERE queueArn = :queue`,
  );

  const tidy = ({ arn, retentionSeconds, redrivePolicy }: QueueConfig, now: number) => {
    const oldest = now - retentionSeconds * 1000;
    // Nothing expires because the machine was off.
    if (clock.startedAt <= oldest) expire.run(arn, oldest);
    if (!redrivePolicy) return;
    const { deadLetterTargetArn, maxReceiveCount } = redrivePolicy;
    remember.run(arn, now, maxReceiveCount);
    move.run(deadLetterTargetArn, arn, now, maxReceiveCount);
  };

  return {
    add(queue: QueueConfig, { body, attributes = {}, ...message }: OutgoingMessage): string {
      const id = randomUUID();
      const now = clock.now();
      const delaySeconds = message.delaySeconds ?? queue.delaySeconds ?? 0;
      const visibleAt = now + delaySeconds * 1000;
      add.run(id, queue.arn, body, JSON.stringify(attributes), now, visibleAt);
      return id;
    },

    /** Messages that nobody else has; they are hidden from others for the given time. */
    receive: (queue: QueueConfig, limits: ReceiveLimits) =>
      transaction(db, (): ReceivedMessage[] => {
        const now = clock.now();
        tidy(queue, now);
        const visibleAt = now + limits.visibilitySeconds * 1000;
        return within(limits, visible.all(queue.arn, now, limits.max))
          .map(({ id = '' }) => receive.get(visibleAt, randomUUID(), now, id))
          .filter((row) => row !== undefined)
          .map(messageIn);
      }),

    /** False if the handle is not that of the message's last receipt. */
    remove: (queueArn: string, receiptHandle: string) =>
      remove.run(queueArn, receiptHandle).changes === 1,

    hide: (queueArn: string, receiptHandle: string, seconds: number) =>
      hide.run(clock.now() + seconds * 1000, queueArn, receiptHandle).changes === 1,

    purge: (queueArn: string) => void purge.run(queueArn),

    count(queue: QueueConfig) {
      const now = clock.now();
      tidy(queue, now);
      const row = count.get({ now, queue: queue.arn });
      return row as { visible: number; inFlight: number; delayed: number };
    },
  };
};

const within = <Row extends Record<string, unknown>>({ maxBytes }: ReceiveLimits, rows: Row[]) => {
  let total = 0;
  const isTooMuch = (row: Row) => (total += Number(row['bytes'])) > (maxBytes ?? Infinity);
  const end = rows.findIndex((row, index) => isTooMuch(row) && index > 0);
  return end === -1 ? rows : rows.slice(0, end);
};

// The columns are those of the table above, which only this file writes.
const messageIn = ({ attributes, ...row }: Record<string, unknown>) =>
  ({ ...row, attributes: JSON.parse(String(attributes)) as unknown }) as ReceivedMessage;
