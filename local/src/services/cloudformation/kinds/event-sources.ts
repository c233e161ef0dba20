import * as v from 'valibot';
import { arnOf } from '../../../engine/account.ts';
import { functionNameIn } from '../../lambda/function-config.ts';
import type { Lambda } from '../../lambda/lambda.ts';
import type { QueueConfig } from '../../sqs/queue-store.ts';
import type { Sqs } from '../../sqs/sqs.ts';
import {
  boolean,
  digestOf,
  inert,
  integer,
  resourceKind,
  type Place,
  type ResourceKinds,
} from '../resource-kind.ts';
import type { PlannedFunction } from './lambda.ts';

const DEFAULT_BATCH_SIZE = 10;
const MAX_BATCH_WITHOUT_WINDOW = 10;
const POLLER_ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

const EventSourceMapping = v.strictObject({
  EventSourceArn: v.pipe(v.string(), v.startsWith('arn:aws:sqs:', 'must be a queue')),
  FunctionName: v.string(),
  BatchSize: v.optional(integer(1, 10_000), DEFAULT_BATCH_SIZE),
  MaximumBatchingWindowInSeconds: v.optional(integer(0, 300), 0),
  FunctionResponseTypes: v.optional(v.array(v.literal('ReportBatchItemFailures')), []),
  ScalingConfig: v.optional(
    v.strictObject({ MaximumConcurrency: v.optional(integer(2, 1000)) }),
    {},
  ),
  Enabled: v.optional(boolean, true),
  Tags: inert,
});
type MappingProperties = v.InferOutput<typeof EventSourceMapping>;

export type EventSourcePorts = {
  lambda: Pick<Lambda, 'configureMapping' | 'removeMapping'>;
  sqs: Pick<Sqs, 'queue'>;
  /** The functions and queues of this deployment. */
  functions: ReadonlyMap<string, PlannedFunction>;
  queues: ReadonlyMap<string, QueueConfig>;
};

/** Event source mappings of queues. AWS's conditions apply to the queue, the function and its role. */
export const eventSourceKinds = (ports: EventSourcePorts): ResourceKinds => ({
  'AWS::Lambda::EventSourceMapping': resourceKind(EventSourceMapping, {
    plan: (properties, place) => {
      const queue = queueOf(properties.EventSourceArn, ports);
      const planned = functionOf(properties.FunctionName, ports);
      check(properties, { queue, planned });
      const id = uuidOf(place);
      const mapping = mappingOf(properties, { id, functionName: planned.name });
      return {
        id,
        attributes: {
          Id: id,
          EventSourceMappingArn: arnOf('lambda', `event-source-mapping:${id}`),
        },
        // Lambda receives and deletes messages with the function's role.
        needs: POLLER_ACTIONS.map((action) => ({
          ...{ principal: planned.role, action, resource: queue.arn, checkedAtOnce: true },
        })),
        apply: () =>
          properties.Enabled
            ? ports.lambda.configureMapping(mapping)
            : ports.lambda.removeMapping(id),
      };
    },
    remove: ports.lambda.removeMapping,
  }),
});

const queueOf = (arn: string, { queues, sqs }: EventSourcePorts) => {
  const queue = queues.get(arn) ?? sqs.queue(arn);
  if (!queue) throw new Error(`there is no queue ${arn}`);
  return queue;
};

const functionOf = (reference: string, { functions }: EventSourcePorts) => {
  const name = functionNameIn(reference);
  const planned = name === undefined ? undefined : functions.get(name);
  if (!planned) throw new Error(`there is no function ${reference}`);
  return planned;
};

// In AWS's words: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
const check = (
  { BatchSize, MaximumBatchingWindowInSeconds }: MappingProperties,
  { queue, planned }: { queue: QueueConfig; planned: PlannedFunction },
) => {
  if (queue.visibilityTimeoutSeconds < planned.timeoutSeconds) {
    throw new Error(
      `Queue visibility timeout: ${queue.visibilityTimeoutSeconds} seconds is less than Function timeout: ${planned.timeoutSeconds} seconds`,
    );
  }
  if (BatchSize > MAX_BATCH_WITHOUT_WINDOW && MaximumBatchingWindowInSeconds < 1) {
    throw new Error(
      `Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than ${MAX_BATCH_WITHOUT_WINDOW}`,
    );
  }
};

const mappingOf = (
  properties: MappingProperties,
  { id, functionName }: { id: string; functionName: string },
) => {
  const { MaximumConcurrency } = properties.ScalingConfig;
  return {
    ...{ id, functionName, queueArn: properties.EventSourceArn },
    batchSize: properties.BatchSize,
    windowSeconds: properties.MaximumBatchingWindowInSeconds,
    ...(MaximumConcurrency !== undefined && { maximumConcurrency: MaximumConcurrency }),
    reportsFailedItems: properties.FunctionResponseTypes.length > 0,
  };
};

// AWS gives mappings UUIDs; here each one is the same in every deployment.
const uuidOf = (place: Place) =>
  digestOf(place).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/u, '$1-$2-$3-$4-$5');
