/** An error of the SQS API; `queryCode` is its name in the older protocol, which SDKs still show. */
export class SqsError extends Error {
  override readonly name = 'SqsError';
  readonly code: string;
  readonly queryCode: string;

  constructor(code: string, message: string, queryCode = code) {
    super(message);
    this.code = code;
    this.queryCode = queryCode;
  }
}

export const noSuchQueue = () =>
  new SqsError(
    'QueueDoesNotExist',
    'The specified queue does not exist.',
    'AWS.SimpleQueueService.NonExistentQueue',
  );

export const invalidReceiptHandle = () =>
  new SqsError('ReceiptHandleIsInvalid', 'The receipt handle is not that of the last receipt.');
