import type { VideoError } from './metadata.ts';

/** A permanent fault of the input: recorded in the session and told to the user, never retried. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  readonly details: VideoError;

  constructor(details: VideoError, options?: ErrorOptions) {
    super(details.message, options);
    this.details = details;
  }
}
