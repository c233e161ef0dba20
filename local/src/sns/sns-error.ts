/** An error of the SNS API; all of them are the sender's. */
export class SnsError extends Error {
  override readonly name = 'SnsError';
  readonly code: string;
  readonly statusCode: number;

  constructor(code: string, message: string, statusCode = 400) {
    super(message);
    this.code = code;
    this.statusCode = statusCode;
  }
}

export const invalidParameter = (reason: string) =>
  new SnsError('InvalidParameter', `Invalid parameter: ${reason}`);

export const notFound = (what: 'Topic' | 'Subscription') =>
  new SnsError('NotFound', `${what} does not exist`, 404);
