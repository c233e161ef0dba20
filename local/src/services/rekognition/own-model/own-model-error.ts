/** Says in words what is wrong with a model that someone brought along. */
export class OwnModelError extends Error {
  override readonly name = 'OwnModelError';
}
