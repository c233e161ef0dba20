import { setImmediate } from 'node:timers/promises';

const REFUSED = new Set(['LEVEL_IO_ERROR', 'LEVEL_CORRUPTION']);

/** Works on the store; the second argument reports writes that a repair could not save. */
export type Use = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * Reopens the store before the next work if the disk has refused a write, as a full one does. LevelDB would continue
 * after the missing write, and lose all of that at the next start.
 */
export const createRepair = (reopen: () => Promise<void>): Use => {
  let refusals = 0;
  let repaired = 0;
  let repairing: Promise<void> | undefined;
  const running = new Set<Promise<unknown>>();

  const repair = async () => {
    // When its store is closed in the middle of an operation, dynalite throws where nobody can catch it.
    await Promise.allSettled(running);
    const upTo = refusals;
    await reopen();
    repaired = upTo;
  };

  return async (work) => {
    while (repaired < refusals) {
      await (repairing ??= repair().finally(() => (repairing = undefined)));
    }
    const before = refusals;
    const working = work();
    running.add(working);
    try {
      const result = await working;
      // The error of an earlier write may not have arrived yet.
      await setImmediate();
      if (refusals > before) throw new Error('The disk has refused a write meanwhile');
      return result;
    } catch (error) {
      if (isRefusal(error)) refusals += 1;
      throw error;
    } finally {
      running.delete(working);
    }
  };
};

const isRefusal = (error: unknown) =>
  Error.isError(error) && 'code' in error && REFUSED.has(String(error.code));
