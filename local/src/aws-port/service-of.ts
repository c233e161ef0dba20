import type { IncomingMessage } from 'node:http';

const SIGNED = /Credential=[^/,\s]+\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/u;
const PRESIGNED =
  /[?&]X-Amz-Credential=[^&/]+(?:\/|%2F)\d{8}(?:\/|%2F)[\w-]+(?:\/|%2F)([\w-]+)(?:\/|%2F)aws4_request/u;

const TARGETS: Record<string, string> = {
  AmazonSQS: 'sqs',
  DynamoDB_20120810: 'dynamodb',
  RekognitionService: 'rekognition',
};

/**
 * The service that a request is meant for: the one in its signature, or the one it looks like. Any other request goes
 * to S3, which also accepts unsigned forms and preflights.
 */
export const serviceOf = ({ headers, url = '' }: Pick<IncomingMessage, 'headers' | 'url'>) => {
  const signed = (SIGNED.exec(headers.authorization ?? '') ?? PRESIGNED.exec(url))?.[1];
  if (signed !== undefined) return signed;
  const target = TARGETS[String(headers['x-amz-target']).split('.', 1)[0] ?? ''];
  if (target !== undefined) return target;
  if (/^\/20\d\d-\d\d-\d\d\/functions\//u.test(url)) return 'lambda';
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  return isForm ? 'sns' : 's3';
};
