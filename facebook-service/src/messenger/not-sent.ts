/** The Send API surely did not take the message, and may do so later. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
}
