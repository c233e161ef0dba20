import { QueryError } from '../../aws-port/query-error.ts';

/** An error of the SNS API; all of them are the sender's. */
export class SnsError extends QueryError {
  override readonly name = 'SnsError';
}

export const invalidParameter = (reason: string) =>
  new SnsError('InvalidParameter', `Invalid parameter: ${reason}`);

export const notFound = (what: 'Topic' | 'Subscription') =>
  new SnsError('NotFound', `${what} does not exist`, 404);
