/** The command got invalid arguments; nothing was started. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
