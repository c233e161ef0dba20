/** The Send API definitely did not accept the message, and may do so later. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
}
