import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { parse } from 'yaml';
import {
  idIn,
  readStacks,
  type ReadStack,
  type Resource,
} from '../../../deploy/src/templates/testing/three-stacks.ts';
import { notificationOf } from '../cloud/s3/notification.ts';
import { BUCKETS, CAPTURE_TRIES, DEAD_LETTERS, SESSION_TRIES, TABLE_OPTIONS } from '../names.ts';
import { QUEUES } from './queues.ts';
import { SCHEDULES } from './schedules.ts';

const TEMPLATE = path.resolve(import.meta.dirname, '../../../video-service/serverless.yml');

// With as many tries as deployed, no message would ever be given up.
const FEWER_TRIES = { 'video-session-queue': SESSION_TRIES, 'video-capture-queue': CAPTURE_TRIES };

const OBJECT = { body: Buffer.alloc(0), etag: '""', storedAt: 0, contentType: '', metadata: {} };

const Keys = v.array(v.object({ AttributeName: v.string(), KeyType: v.string() }));
const Table = v.object({
  TableName: v.string(),
  KeySchema: Keys,
  GlobalSecondaryIndexes: v.optional(
    v.array(v.object({ IndexName: v.string(), KeySchema: Keys })),
    [],
  ),
});
const Queue = v.object({
  QueueName: v.string(),
  VisibilityTimeout: v.number(),
  RedrivePolicy: v.object({ deadLetterTargetArn: v.unknown(), maxReceiveCount: v.number() }),
});
const Mapping = v.object({
  BatchSize: v.number(),
  EventSourceArn: v.unknown(),
  FunctionName: v.unknown(),
  ScalingConfig: v.object({ MaximumConcurrency: v.number() }),
});
const Rule = v.object({ ScheduleExpression: v.string(), Targets: v.unknown() });
const Notifications = v.object({
  TopicConfigurations: v.array(
    v.object({
      Event: v.string(),
      Topic: v.unknown(),
      Filter: v.object({
        S3Key: v.object({ Rules: v.array(v.object({ Name: v.string(), Value: v.string() })) }),
      }),
    }),
  ),
});
const Parameters = v.object({
  params: v.object({ default: v.object({ labelBatch: v.number(), labelBatches: v.number() }) }),
});

let stacks: ReadStack[];
let onAws: { labelBatch: number; labelBatches: number };
beforeAll(async () => {
  stacks = await readStacks();
  onAws = v.parse(Parameters, parse(await readFile(TEMPLATE, 'utf8'), { logLevel: 'error' })).params
    .default;
}, 600_000);

const all = (type: string): (Resource & { stack: ReadStack })[] =>
  stacks.flatMap((stack) => stack.ofType(type).map((resource) => ({ ...resource, stack })));

// "upload-service-local-dead-letters" is upload-dead-letters here.
const nameHere = (name: string) => name.replace('-service', '').replace('-local', '');
const functionHere = (id: string | undefined) =>
  (id ?? '')
    .replace('LambdaFunction', '')
    .replaceAll(/Dash(\w)/gu, (_, letter: string) => letter.toUpperCase())
    .replace(/^\w/u, (letter) => letter.toLowerCase());
const byName = <Named extends { name: string }>(list: Named[]) =>
  list.toSorted((one, other) => (one.name < other.name ? -1 : 1));

test('every table has its keys and indexes in the simulation', () => {
  const keysOf = (schema: v.InferOutput<typeof Keys>) => {
    const named = (type: string) => schema.find(({ KeyType }) => KeyType === type)?.AttributeName;
    const [hash = '', range] = [named('HASH'), named('RANGE')];
    return { hash, ...(range !== undefined && { range }) };
  };
  const deployed = all('AWS::DynamoDB::Table').map(({ properties }) => {
    const { TableName, KeySchema, GlobalSecondaryIndexes } = v.parse(Table, properties);
    const indexes = GlobalSecondaryIndexes.map(
      (index) => [index.IndexName, keysOf(index.KeySchema)] as const,
    );
    return {
      name: nameHere(TableName),
      keys: keysOf(KeySchema),
      ...(indexes.length > 0 && { indexes: Object.fromEntries(indexes) }),
    };
  });

  expect(byName(TABLE_OPTIONS)).toEqual(byName(deployed));
});

test('every queue has its timeout, batches and concurrency in the simulation, but fewer tries', () => {
  const mappings = all('AWS::Lambda::EventSourceMapping').map(({ properties }) =>
    v.parse(Mapping, properties),
  );
  const deployed = all('AWS::SQS::Queue')
    .filter(({ id }) => id !== 'DeadLetterQueue')
    .map(({ id, properties }) => {
      const { QueueName, VisibilityTimeout, RedrivePolicy } = v.parse(Queue, properties);
      const mapping = mappings.find(({ EventSourceArn }) => idIn(EventSourceArn) === id);
      const consumer = functionHere(idIn(mapping?.FunctionName));
      return {
        name: nameHere(QueueName),
        visibilitySeconds: VisibilityTimeout,
        maxReceives: RedrivePolicy.maxReceiveCount,
        consumer,
        // One machine labels fewer captures at once.
        batchSize: consumer === 'getLabels' ? onAws.labelBatch : mapping?.BatchSize,
        maxConcurrency:
          consumer === 'getLabels' ? onAws.labelBatches : mapping?.ScalingConfig.MaximumConcurrency,
      };
    });

  expect(mappings).toHaveLength(deployed.length);
  expect(Object.fromEntries(QUEUES.map((queue) => [queue.name, queue.maxReceives]))).toEqual(
    FEWER_TRIES,
  );
  expect(byName(QUEUES.map((queue) => ({ ...queue, topic: undefined, maxReceives: 100 })))).toEqual(
    byName(deployed),
  );
});

test('every queue is subscribed to its topic', () => {
  const deployed = all('AWS::SNS::Subscription')
    .filter(({ properties }) => properties['Protocol'] === 'sqs')
    .map(({ properties }) => [idIn(properties['TopicArn']), idIn(properties['Endpoint'])])
    .filter(([, queue]) => queue !== 'DeadLetterQueue');
  const here = QUEUES.map(({ topic }) => {
    const name = topic.replace(/^\w/u, (letter) => letter.toUpperCase());
    return [`${name}Topic`, `${name}Queue`];
  });

  expect(here.toSorted()).toEqual(deployed.toSorted());
});

test('every stack has its dead-letter queue in the simulation', () => {
  const deployed = all('AWS::SQS::Queue')
    .filter(({ id }) => id === 'DeadLetterQueue')
    .map(({ properties }) => nameHere(String(properties['QueueName'])));

  expect(Object.values(DEAD_LETTERS).toSorted()).toEqual(deployed.toSorted());
});

// A run that a schedule misses is only missed in the simulation: the next one does the same. And a topic always reaches a
// queue.
const NOT_HERE = ['rule', 'subscription of a queue'];

test('what reaches a dead-letter queue comes from a function, queue or subscription, as in the simulation', () => {
  const leadsTo = (value: unknown) => idIn(value) === 'DeadLetterQueue';
  const sources = all('AWS::SNS::Subscription').map(({ properties }) => {
    const { Protocol, Endpoint, RedrivePolicy } = properties;
    if (leadsTo(Endpoint)) return 'topic';
    if (!leadsTo(RedrivePolicy)) return 'nowhere';
    return Protocol === 'lambda' ? 'subscription of a function' : 'subscription of a queue';
  });
  const others = [
    ...all('AWS::Events::Rule').map(({ properties }) =>
      JSON.stringify(properties['Targets']).includes('"DeadLetterQueue"') ? 'rule' : 'nowhere',
    ),
    ...all('AWS::SQS::Queue')
      .filter(({ properties }) => leadsTo(properties['RedrivePolicy']))
      .map(() => 'queue'),
    ...all('AWS::Lambda::EventInvokeConfig')
      .filter(({ properties }) => leadsTo(properties['DestinationConfig']))
      .map(() => 'function'),
  ];

  expect([...new Set([...sources, ...others])].toSorted()).toEqual(
    ['function', 'queue', 'topic', 'subscription of a function', ...NOT_HERE].toSorted(),
  );
});

test('every schedule runs as often in the simulation, at its fastest', () => {
  const secondsIn = (expression: string) => {
    const [, count = '', unit = ''] = /^rate\((\d+) (minute|hour)s?\)$/u.exec(expression) ?? [];
    return Number(count) * (unit === 'hour' ? 3600 : 60);
  };
  const deployed = all('AWS::Events::Rule').map(({ properties }) => {
    const { ScheduleExpression, Targets } = v.parse(Rule, properties);
    return [functionHere(idIn(Targets)), secondsIn(ScheduleExpression)];
  });

  expect(SCHEDULES).toEqual(Object.fromEntries(deployed));
});

test('every change in a bucket is published to the same topic', () => {
  const rules = all('AWS::S3::Bucket').flatMap(({ id, properties }) => {
    const { success, output } = v.safeParse(Notifications, properties['NotificationConfiguration']);
    if (!success) return [];
    return output.TopicConfigurations.map((rule) => ({ bucket: id, ...rule }));
  });
  const topicsOnAws = (bucket: string, event: string, key: string) =>
    rules
      .filter(
        ({ bucket: its, Event, Filter }) =>
          its === bucket &&
          Event === `s3:Object${event}:*` &&
          Filter.S3Key.Rules.every(({ Name, Value }) =>
            Name === 'prefix' ? key.startsWith(Value) : key.endsWith(Value),
          ),
      )
      .map(({ Topic }) => idIn(Topic));
  const topicsHere = (bucket: string, event: string, key: string) => {
    const object = event === 'Created' ? OBJECT : undefined;
    const { topic } = notificationOf({ bucket, key, object, order: 1 }) ?? {};
    const words = topic?.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
    return words ? [`${words.join('')}Topic`] : [];
  };
  const keys = [
    ...['videos/garden/a.mp4', 'videos/a.png', 'captures/a/b-0.png', 'captures/a/b.jpg'],
    ...['a/metadata.json', 'a/metadata.json.txt', 'metadata.json', 'a/b.gif', 'other.png'],
  ];

  for (const [bucket, name] of [
    ['SourceBucket', BUCKETS.source],
    ['RenderBucket', BUCKETS.renders],
  ] as const)
    for (const event of ['Created', 'Removed'])
      for (const key of keys)
        expect([bucket, event, key, topicsHere(name, event, key)]).toEqual([
          ...[bucket, event, key],
          topicsOnAws(bucket, event, key),
        ]);
});
