import type { VideoError } from '@video-service/shared/metadata';
import { invalid } from '../media-errors.ts';
import { ProgramFailed } from './run-program.ts';

/** Throws InvalidInput if a run took too much time or memory, and any other error unchanged. */
export const refuseIfTooMuch =
  (stage: VideoError['stage']) =>
  (error: unknown): never => {
    if (!(error instanceof ProgramFailed) || !error.exceeded) throw error;
    throw invalid(stage, EXCEEDED[error.exceeded], { cause: error });
  };

const EXCEEDED = { time: 'TOO_SLOW', memory: 'TOO_MUCH_MEMORY' } as const;
