import type { VideoErrorCode } from './error-codes.ts';
import type { VideoError } from './metadata.ts';

/** An error that this version writes; errors of earlier versions may have other codes. */
export type CodedError = VideoError & { code: VideoErrorCode };

/** A permanent error in the input: recorded in the session and shown to the user, never retried. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  readonly details: CodedError;

  constructor(details: CodedError, options?: ErrorOptions) {
    super(details.message, options);
    this.details = details;
  }
}
