import fs from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { jest } from '@jest/globals';

const PATIENCE_MS = 10_000;

/** Holds every sync of a database until `release` or `fail`; those after a failure succeed. */
export const holdSyncs = () => {
  let held = Promise.withResolvers<Error | null>();
  const spy = jest.spyOn(fs, 'fdatasync').mockImplementation((_, done) => {
    void held.promise.then(done);
  });
  return {
    count: () => spy.mock.calls.length,

    /** Resolves when so many syncs have begun; throws if that takes too long. */
    async begun(count: number): Promise<void> {
      const deadline = performance.now() + PATIENCE_MS;
      while (spy.mock.calls.length < count) {
        if (performance.now() > deadline) throw new Error(`No sync number ${count} has begun`);
        await setImmediate();
      }
    },

    /** Whether the work still waits once a sync has begun. */
    async hold(work: Promise<unknown>): Promise<boolean> {
      await this.begun(1);
      return Promise.race([work.then(() => false), setImmediate(true)]);
    },

    release: () => held.resolve(null),
    fail(error: Error) {
      held.resolve(error);
      held = Promise.withResolvers();
      held.resolve(null);
    },

    [Symbol.dispose]() {
      held.resolve(null);
      spy.mockRestore();
    },
  };
};
