import type { ApiCall } from '../auth/credentials.ts';
import type { DynamoDb } from '../services/dynamodb/dynamodb.ts';
import {
  connectionCalls,
  dynamoDbCalls,
  lambdaCalls,
  rekognitionCalls,
  snsCalls,
  sqsCalls,
} from '../services/iam/api-calls.ts';
import type { Rekognition } from '../services/rekognition/rekognition.ts';
import type { Sns } from '../services/sns/sns.ts';
import type { Sqs } from '../services/sqs/sqs.ts';
import type { ApiService } from './api-service.ts';

const MIB = 1024 ** 2;

type Handler = Pick<ApiService, 'handle'>;

/**
 * The AWS APIs beside S3. Slightly more is read than they accept, so that they can report themselves what is too large.
 */
export const apiServices = (services: {
  dynamoDb: Pick<DynamoDb, 'handle'>;
  lambda: Handler;
  rekognition: Pick<Rekognition, 'handle'>;
  sns: Pick<Sns, 'handle'>;
  sqs: Pick<Sqs, 'handle'>;
}): ApiService[] => {
  const { dynamoDb, lambda, rekognition, sns, sqs } = services;
  return [
    {
      ...{ name: 'dynamodb', family: 'json', maxBodyBytes: 17 * MIB, handle: dynamoDb.handle },
      ...{ calls: dynamoDbCalls, denial: denial(400, 'AccessDeniedException') },
    },
    {
      ...{ name: 'lambda', family: 'json', maxBodyBytes: 8 * MIB, handle: lambda.handle },
      ...{ calls: lambdaCalls, denial: denial(403, 'AccessDeniedException') },
    },
    {
      ...{ name: 'rekognition', family: 'json', maxBodyBytes: 8 * MIB, handle: rekognition.handle },
      ...{ calls: rekognitionCalls, denial: rekognitionDenial },
    },
    {
      ...{ name: 'sns', family: 'query', maxBodyBytes: 2 * MIB, handle: sns.handle },
      ...{ calls: snsCalls, denial: denial(403, 'AuthorizationError') },
    },
    {
      ...{ name: 'sqs', family: 'json', maxBodyBytes: 3 * MIB, handle: sqs.handle },
      ...{ calls: sqsCalls, denial: denial(400, 'AccessDeniedException') },
    },
  ];
};

const denial = (statusCode: number, code: string) => () => ({ statusCode, code });

// To Rekognition, a picture that its caller is not permitted to read does not exist.
const rekognitionDenial = ({ action }: ApiCall) => ({
  statusCode: 400,
  code: action === 's3:GetObject' ? 'InvalidS3ObjectException' : 'AccessDeniedException',
});

/** The `@connections` API of WebSocket APIs. */
export const connectionsService = ({ handle }: Handler): ApiService => ({
  name: 'execute-api',
  family: 'json',
  maxBodyBytes: MIB,
  calls: connectionCalls,
  denial: denial(403, 'ForbiddenException'),
  handle,
});
