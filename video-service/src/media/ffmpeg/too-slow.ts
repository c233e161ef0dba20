import type { VideoError } from '@video-service/shared/metadata';
import { invalid } from '../faults.ts';
import { ProgramFailed } from './run-program.ts';

/** Throws InvalidInput for a run whose time was up, and any other error as it is. */
export const refuseIfTooSlow =
  (stage: VideoError['stage']) =>
  (error: unknown): never => {
    if (!(error instanceof ProgramFailed) || !error.timedOut) throw error;
    throw invalid(stage, 'TOO_SLOW', { cause: error });
  };
