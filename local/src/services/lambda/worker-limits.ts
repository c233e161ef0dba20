import { folderBytes } from './folder-bytes.ts';
import type { FunctionConfig } from './function-config.ts';

const DEFAULT_STORAGE_MB = 512;
const MIB = 2 ** 20;

/** A worker's limits, and the most memory it has used. */
export const createWorkerLimits = (config: FunctionConfig, tempDir: string) => {
  const { memoryMb, ephemeralStorageMb: storageMb = DEFAULT_STORAGE_MB } = config;
  let peakBytes = 0;

  return {
    peakBytes: () => peakBytes,

    /** Which limit the worker exceeds; undefined if none. */
    exceededBy(memoryBytes: number): string | undefined {
      peakBytes = Math.max(peakBytes, memoryBytes);
      if (memoryBytes > memoryMb * MIB) {
        return `${Math.ceil(memoryBytes / MIB)} MB of memory are more than the ${memoryMb} MB it has`;
      }
      const storageBytes = folderBytes(tempDir);
      return storageBytes > storageMb * MIB
        ? `${Math.ceil(storageBytes / MIB)} MB of files are more than the ${storageMb} MB its /tmp has`
        : undefined;
    },
  };
};
