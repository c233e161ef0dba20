import type { PackagedStack } from '@video-service/deploy/packaging/package-stack';

/** What an engine of the soak starts with. */
export type EngineSetup = {
  stateDir: string;
  stacks: PackagedStack[];
  /** 0 for any port that is free. */
  ports: { aws: number; page: number };
};

/** What an engine takes at rest, after its garbage is collected, in bytes. */
export type EngineMemory = { rss: number; heapUsed: number };
