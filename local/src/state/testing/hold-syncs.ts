import { type FileHandle, open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { jest } from '@jest/globals';

/** Holds every sync of file contents until `release` or `fail`; those after a failure succeed. */
export const holdSyncs = async () => {
  const held = Promise.withResolvers<undefined>();
  const datasync = jest.spyOn(await prototypeOfHandles(), 'datasync');
  datasync.mockReturnValue(held.promise);
  return {
    count: () => datasync.mock.calls.length,

    /** Resolves when so many syncs have begun. */
    async begun(count: number): Promise<void> {
      while (datasync.mock.calls.length < count) await setImmediate();
    },

    release: () => held.resolve(undefined),
    fail(error: Error) {
      held.reject(error);
      datasync.mockResolvedValue();
    },

    [Symbol.asyncDispose]: () => {
      held.resolve(undefined);
      datasync.mockRestore();
      return Promise.resolve();
    },
  };
};

const prototypeOfHandles = async () => {
  await using handle = await open(import.meta.filename);
  return Object.getPrototypeOf(handle) as FileHandle;
};
