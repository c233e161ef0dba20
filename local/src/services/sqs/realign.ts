import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../state/clock.ts';
import { transaction } from '../../state/database.ts';
import type { QueueStore } from './queue-store.ts';

const MAX_DELAY_SECONDS = 900;

/**
 * Aligns the times of messages with the clock, which may have been set back since the last run: none is in the future,
 * and none is hidden for longer than its queue's timeout.
 */
export const realignTimes = (
  db: DatabaseSync,
  { clock, queues }: { clock: Clock; queues: QueueStore },
) => {
  const now = clock.now();
  const shift = db.prepare(
    `UPDATE sqs_message
     SET visibleAt = visibleAt - (MAX(sentAt, COALESCE(firstReceivedAt, 0)) - :now),
         sentAt = MIN(sentAt, :now), firstReceivedAt = MIN(firstReceivedAt, :now)
     WHERE MAX(sentAt, COALESCE(firstReceivedAt, 0)) > :now`,
  );
  const show = db.prepare(
    'UPDATE sqs_message SET visibleAt = :now WHERE queueArn = :arn AND visibleAt > :latest',
  );
  transaction(db, () => {
    shift.run({ now });
    for (const { arn, visibilityTimeoutSeconds } of queues.all()) {
      const longest = Math.max(visibilityTimeoutSeconds, MAX_DELAY_SECONDS) * 1000;
      show.run({ now, arn, latest: now + longest });
    }
  });
};
