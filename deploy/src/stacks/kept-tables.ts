import type { Arguments, Stack } from '../read-arguments.ts';

const NAMES: Record<Stack, (stage: string) => string[]> = {
  video: (stage) => [`video-service-${stage}-sessions`, `video-service-${stage}-labels`],
  upload: (stage) =>
    ['sessions', 'steps', 'library'].map((name) => `upload-service-${stage}-${name}`),
  facebook: (stage) => [`facebook-service-sessions-${stage}`],
};

/**
 * The tables of a stack that outlive it, unless `./deploy.sh --remove` deletes them. A test compares this list with the
 * templates.
 */
export const keptTables = (stack: Stack, { stage }: Pick<Arguments, 'stage'>): string[] =>
  NAMES[stack](stage);
