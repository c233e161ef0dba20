/** The command was given something that it cannot work with; nothing has been started. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
