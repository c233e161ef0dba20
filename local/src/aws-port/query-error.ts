/** An error of a query-protocol API, with AWS's name for it; all of them are the sender's. */
export class QueryError extends Error {
  override readonly name: string = 'QueryError';
  readonly code: string;
  readonly statusCode: number;

  constructor(code: string, message: string, statusCode = 400) {
    super(message);
    this.code = code;
    this.statusCode = statusCode;
  }
}
