import type { PackagedStack } from '@video-service/deploy/packaging/package-stack';

/** The settings of an engine of the soak test. */
export type EngineSetup = {
  stateDir: string;
  stacks: PackagedStack[];
  /** 0 for any free port. */
  ports: { aws: number; page: number };
};

/** The idle engine's memory, after garbage collection, in bytes. */
export type EngineMemory = { rss: number; heapUsed: number };
