import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { add, set } from './dynamodb/changes.ts';
import { applied, type Db } from './dynamodb/client.ts';
import { above, all, any, atMost, below, missing } from './dynamodb/conditions.ts';
import { update } from './dynamodb/expressions.ts';
import { expiryAfter, ROW_SECONDS } from './lifetimes.ts';

/** A period that limits how often something may happen, such as sign-in attempts, uploads or paid pictures per day. */
export type Window = { id: string; endsAt: number };

const DAY_MS = 86_400_000;

/** The day (UTC) of a moment in milliseconds since 1970: its date and its end. */
export const dayOf = (now: number) => {
  const start = Math.floor(now / DAY_MS) * DAY_MS;
  return { name: new Date(start).toISOString().slice(0, 10), endsAt: start + DAY_MS };
};

export type LimitStore = ReturnType<typeof createLimitStore>;

/** Counters that never exceed their limit, even when used concurrently. */
export const createLimitStore = (db: Db, TableName: string) => ({
  /** Counts one more, with its bytes; false if that would exceed a limit. */
  take(
    { id, endsAt }: Window,
    { most, mostBytes = 0, bytes = 0 }: { most: number; mostBytes?: number; bytes?: number },
  ): Promise<boolean> {
    if (most < 1 || bytes > mostBytes) return Promise.resolve(false);
    return applied(
      db.send(
        new UpdateCommand({
          TableName,
          Key: { id },
          ...update(
            [
              add({ taken: 1, takenBytes: bytes }),
              set({ expiresAt: expiryAfter(ROW_SECONDS.limit, endsAt) }),
            ],
            any(missing('id'), all(below('taken', most), atMost('takenBytes', mostBytes - bytes))),
          ),
        }),
      ),
    );
  },

  /** Gives back one that was counted but did not happen, with its bytes. */
  async giveBack({ id }: Window, { bytes = 0 }: { bytes?: number } = {}): Promise<void> {
    await applied(
      db.send(
        new UpdateCommand({
          TableName,
          Key: { id },
          ...update([add({ taken: -1, takenBytes: -bytes })], above('taken', 0)),
        }),
      ),
    );
  },
});
