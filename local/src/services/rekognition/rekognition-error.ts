const MESSAGES = {
  ImageTooLargeException: 'Image size is too large.',
  InvalidImageFormatException: 'Request has invalid image format',
  InvalidParameterException: 'Request has invalid parameters',
  InvalidS3ObjectException:
    'Unable to get object metadata from S3. Check object key, region and/or access permissions.',
  ProvisionedThroughputExceededException: 'Provisioned Rate exceeded.',
  SerializationException: 'The request is not the JSON of an operation',
  ThrottlingException: 'Rekognition is stopping',
  UnknownOperationException: 'Only DetectLabels is emulated',
};

export type RekognitionErrorCode = keyof typeof MESSAGES;

/** An error's code and details, as they can be passed between threads. */
export type Refusal = { code: RekognitionErrorCode; detail?: string };

/**
 * An error in the request, with Rekognition's name for it.
 * https://docs.aws.amazon.com/rekognition/latest/dg/error-handling.html
 */
export class RekognitionError extends Error {
  override readonly name = 'RekognitionError';
  readonly code: RekognitionErrorCode;
  readonly refusal: Refusal;

  constructor(
    code: RekognitionErrorCode,
    { detail, cause }: { detail?: string; cause?: unknown } = {},
  ) {
    super(detail ? `${MESSAGES[code]}: ${detail}` : MESSAGES[code], { cause });
    this.code = code;
    this.refusal = { code, ...(detail !== undefined && { detail }) };
  }
}
