/**
 * What AWS charges in us-east-1 without free tiers and discounts, in US dollars, as of November 2026. Prices change:
 * compare with the pages before you rely on them.
 */
export const PRICES = {
  /** https://aws.amazon.com/lambda/pricing/ (arm64) */
  lambdaGigabyteSecond: 0.0000133334,
  lambdaRequest: 0.2 / 1e6,
  /** https://aws.amazon.com/sns/pricing/; deliveries to Lambda and SQS are free. */
  snsPublish: 0.5 / 1e6,
  /** https://aws.amazon.com/sqs/pricing/ */
  sqsRequest: 0.4 / 1e6,
  /** https://aws.amazon.com/dynamodb/pricing/on-demand/ */
  dynamoDbWriteUnit: 0.625 / 1e6,
  dynamoDbReadUnit: 0.125 / 1e6,
  /** https://aws.amazon.com/s3/pricing/ */
  s3Put: 0.005 / 1000,
  s3Get: 0.0004 / 1000,
  /** https://aws.amazon.com/rekognition/pricing/ */
  rekognitionImage: 0.001,
  rekognitionVideoMinute: 0.1,
  /** https://aws.amazon.com/mediaconvert/pricing/, basic tier, AVC, up to 30 frames a second; 10 seconds at least. */
  mediaConvertHdMinute: 0.015,
} as const;
