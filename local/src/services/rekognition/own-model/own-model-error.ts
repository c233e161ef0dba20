/** Says in words what is wrong with a user's own model. */
export class OwnModelError extends Error {
  override readonly name = 'OwnModelError';
}
