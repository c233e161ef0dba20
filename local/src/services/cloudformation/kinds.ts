import type { DynamoDb } from '../dynamodb/dynamodb.ts';
import type { Iam } from '../iam/iam.ts';
import type { Lambda } from '../lambda/lambda.ts';
import type { PackagedStack } from '@video-service/deploy/packaging/package-stack';
import type { S3 } from '../s3/s3.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { Sns } from '../sns/sns.ts';
import type { Sqs } from '../sqs/sqs.ts';
import type { Gateways } from './kinds/api-gateway-parts.ts';
import { apiGatewayKinds } from './kinds/api-gateway.ts';
import { dynamoDbKinds } from './kinds/dynamodb.ts';
import { eventSourceKinds } from './kinds/event-sources.ts';
import { eventsKinds } from './kinds/events.ts';
import { iamKinds } from './kinds/iam.ts';
import { inertKinds } from './kinds/inert.ts';
import { lambdaKinds, type PlannedFunction } from './kinds/lambda.ts';
import { s3Kinds } from './kinds/s3.ts';
import { snsKinds } from './kinds/sns.ts';
import { sqsKinds } from './kinds/sqs.ts';
import type { QueueConfig } from '../sqs/queue-store.ts';
import type { ResourceKinds } from './resource-kind.ts';

/** The services that resources are created in, as far as a deployment needs them. */
export type Services = {
  gateways: Gateways;
  dynamoDb: Pick<DynamoDb, 'configureTable' | 'removeTable'>;
  iam: Pick<Iam, 'assumeRole' | 'configureRole' | 'removeRole'>;
  lambda: Pick<
    Lambda,
    'configureFunction' | 'removeFunction' | 'configureMapping' | 'removeMapping'
  >;
  s3: Pick<S3, 'configureBucket' | 'removeBucket'>;
  schedule: Pick<Schedule, 'configureRule' | 'removeRule'>;
  sns: Pick<Sns, 'configureTopic' | 'removeTopic' | 'configureSubscription' | 'removeSubscription'>;
  sqs: Pick<Sqs, 'configureQueue' | 'removeQueue' | 'queue'>;
};

/** Every kind of resource that the engine supports, for one deployment of these stacks. */
export const createKinds = (services: Services, stacks: PackagedStack[]): ResourceKinds => {
  // Filled while planning: an event source depends on both.
  const functions = new Map<string, PlannedFunction>();
  const queues = new Map<string, QueueConfig>();

  return {
    ...apiGatewayKinds(services.gateways),
    ...dynamoDbKinds(services.dynamoDb),
    ...eventSourceKinds({ ...services, functions, queues }),
    ...eventsKinds(services.schedule),
    ...iamKinds(services.iam),
    ...inertKinds(),
    ...lambdaKinds({ ...services.lambda, ...services.iam }, stacks, functions),
    ...s3Kinds(services.s3),
    ...snsKinds(services.sns),
    ...sqsKinds(services.sqs, queues),
  };
};
