import { PRICES } from './prices.ts';
import type { Use } from './process-videos.ts';

// A row with labels is several kilobytes, each of which is a unit; most others are one.
const UNITS_A_WRITE = 2;
const UNITS_A_READ = 1;
const BATCH_WRITE_ROWS = 25;
// Sent, received and deleted.
const REQUESTS_A_MESSAGE = 3;

const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem'];
const READS = ['GetItem', 'Query', 'BatchGetItem'];

/** US dollars by item. */
export type Bill = ReturnType<typeof billOf>;

/** What AWS charges for one video, without storage and traffic. */
export const billOf = ({ metadata, invocations, gigabyteSeconds, calls, deliveries }: Use) => {
  const count = (service: string, actions: string[]) =>
    actions.reduce((sum, action) => sum + (calls.get(`${service}:${action}`) ?? 0), 0);
  const writes =
    count('dynamodb', WRITES) + BATCH_WRITE_ROWS * count('dynamodb', ['BatchWriteItem']);
  return {
    'labels (Rekognition)': metadata.cost.images * PRICES.rekognitionImage,
    'compute (Lambda)':
      gigabyteSeconds * PRICES.lambdaGigabyteSecond + invocations * PRICES.lambdaRequest,
    'rows (DynamoDB)':
      writes * UNITS_A_WRITE * PRICES.dynamoDbWriteUnit +
      count('dynamodb', READS) * UNITS_A_READ * PRICES.dynamoDbReadUnit,
    'objects (S3)':
      count('s3', ['PutObject']) * PRICES.s3Put + count('s3', ['GetObject']) * PRICES.s3Get,
    // S3 publishes as well; there are at least as many deliveries as messages.
    'messages (SNS, SQS)':
      deliveries * (PRICES.snsPublish + REQUESTS_A_MESSAGE * PRICES.sqsRequest),
  };
};

export const totalOf = (bill: Bill): number =>
  Object.values(bill).reduce((sum, usd) => sum + usd, 0);
