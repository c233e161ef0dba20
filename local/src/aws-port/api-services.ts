import type { DynamoDb } from '../dynamodb/dynamodb.ts';
import type { Lambda } from '../lambda/lambda.ts';
import type { Rekognition } from '../rekognition/rekognition.ts';
import type { Sns } from '../sns/sns.ts';
import type { Sqs } from '../sqs/sqs.ts';
import type { ApiService } from './api-service.ts';

const MIB = 1024 ** 2;

type Handler = Pick<ApiService, 'handle'>;

/** The AWS APIs beside S3; a little more is read than they take, so that they can say themselves what is too large. */
export const apiServices = (services: {
  dynamoDb: Pick<DynamoDb, 'handle'>;
  lambda: Pick<Lambda, 'handle'>;
  rekognition: Pick<Rekognition, 'handle'>;
  sns: Pick<Sns, 'handle'>;
  sqs: Pick<Sqs, 'handle'>;
}): ApiService[] => {
  const { dynamoDb, lambda, rekognition, sns, sqs } = services;
  return [
    { name: 'dynamodb', family: 'json', maxBodyBytes: 17 * MIB, handle: dynamoDb.handle },
    { name: 'lambda', family: 'json', maxBodyBytes: 8 * MIB, handle: lambda.handle },
    { name: 'rekognition', family: 'json', maxBodyBytes: 8 * MIB, handle: rekognition.handle },
    { name: 'sns', family: 'query', maxBodyBytes: 2 * MIB, handle: sns.handle },
    { name: 'sqs', family: 'json', maxBodyBytes: 3 * MIB, handle: sqs.handle },
  ];
};

/** The `@connections` API of WebSocket APIs. */
export const connectionsService = ({ handle }: Handler): ApiService => ({
  name: 'execute-api',
  family: 'json',
  maxBodyBytes: MIB,
  handle,
});
