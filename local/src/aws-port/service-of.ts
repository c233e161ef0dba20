import type { SignedRequest } from '../auth/signed-request.ts';

const CREDENTIAL = /^[^/]+\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/u;

const TARGETS: Record<string, string> = {
  AmazonSQS: 'sqs',
  DynamoDB_20120810: 'dynamodb',
  RekognitionService: 'rekognition',
};

/**
 * The service that a request is meant for: the one in its signature, or the one it looks like. Any other request goes
 * to S3, which also accepts unsigned forms and preflights.
 */
export const serviceOf = ({ headers, query, path }: SignedRequest): string => {
  const credential = /Credential=([^,\s]+)/u.exec(headers['authorization'] ?? '')?.[1];
  const signed = CREDENTIAL.exec(credential ?? String(query['X-Amz-Credential'] ?? ''))?.[1];
  if (signed !== undefined) return signed;
  const target = TARGETS[headers['x-amz-target']?.split('.', 1)[0] ?? ''];
  if (target !== undefined) return target;
  if (/^\/20\d\d-\d\d-\d\d\/functions\//u.test(path)) return 'lambda';
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  return isForm ? 'sns' : 's3';
};
