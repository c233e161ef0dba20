/** An error of the Lambda API itself, not of a function. */
export class LambdaError extends Error {
  override readonly name = 'LambdaError';
  readonly code: string;
  readonly statusCode: number;

  constructor(code: string, statusCode: number, message: string) {
    super(message);
    this.code = code;
    this.statusCode = statusCode;
  }
}
