import type { Services } from '../cloud/aws.ts';
import { createDelivery } from '../cloud/delivery.ts';
import { createGraph } from '../cloud/graph.ts';
import { createFunctions, type FunctionOptions } from '../cloud/lambda/functions.ts';
import { createQueue, type DeadLetter } from '../cloud/messaging/queue.ts';
import { createSqsApi } from '../cloud/messaging/sqs-api.ts';
import { createTopics } from '../cloud/messaging/topics.ts';
import { createRekognition } from '../cloud/rekognition.ts';
import { createS3 } from '../cloud/s3/s3.ts';
import { createSockets } from '../cloud/sockets.ts';
import { createUnreliable } from '../cloud/unreliable.ts';
import type { Handlers } from '../handlers.ts';
import { DEAD_LETTERS, topicArn, type TopicName } from '../names.ts';
import type { Faults } from '../world/faults.ts';
import type { World } from '../world/world.ts';
import type { Observer } from './observer.ts';
import { createOutside } from './outside.ts';
import { QUEUES } from './queues.ts';
import { defineStacks } from './stacks.ts';
import { createBuckets, createTables } from './storage.ts';
import { attachQueue, subscribeFunctions, subscribePlain } from './subscriptions.ts';

export type Deployment = ReturnType<typeof deploy>;

/** The three stacks, connected as in their serverless.yml, in one world's cloud. */
export const deploy = (
  { world, faults, handlers }: { world: World; faults: Faults; handlers: Handlers },
  observer: Observer,
) => {
  const { deliver, deliverAgain, isBusy } = createDelivery(world, faults);
  const topics = createTopics(world, deliver, observer.lost);
  const functions = createFunctions(world, deliver, observer.givenUp);
  const deadLetters = new Map<string, DeadLetter[]>(
    Object.values(DEAD_LETTERS).map((name) => [name, []]),
  );
  const lettersOf = (stack: keyof typeof DEAD_LETTERS) =>
    deadLetters.get(DEAD_LETTERS[stack]) ?? [];
  const into = (stack: keyof typeof DEAD_LETTERS) => (body: string) =>
    void lettersOf(stack).push({ id: world.random.uuid(), body });
  const to = (topic: TopicName) => (message: string) =>
    void topics.publish(topicArn(topic), message);

  const stacks = defineStacks(handlers, {
    video: { topic: to('failure'), deadLetters: into('video') },
    // It has no topic of its own.
    upload: { topic: into('upload'), deadLetters: into('upload') },
    facebook: { topic: to('facebook-failure'), deadLetters: into('facebook') },
  });
  const { video, upload, facebook } = stacks;
  subscribeFunctions(stacks, {
    topics,
    functions,
    deadLetters: { video: into('video'), upload: into('upload'), facebook: into('facebook') },
  });
  const subscribe = (topic: TopicName, name: string, receive: (message: string) => void) =>
    subscribePlain(topics, topic, { name, receive });
  subscribe('failure', DEAD_LETTERS.video, into('video'));
  subscribe('facebook-failure', DEAD_LETTERS.facebook, into('facebook'));
  subscribe('alarm', 'operator', observer.warned);

  const comesAgain = () => {
    const does = faults.happens('delivery twice', world.now());
    if (does) world.reach('delivery twice');
    return does;
  };
  const queues = new Map(
    QUEUES.map(({ topic, consumer, batchSize, maxConcurrency, ...options }) => {
      const queue = createQueue(
        { ...options, deadLetters: lettersOf('video'), observe: observer.givenUp },
        world,
      );
      subscribe(topic, options.name, (message) => void queue.send(message));
      const attached = { functions, comesAgain, batchSize, maxConcurrency };
      attachQueue(queue, { ...attached, options: video[consumer] });
      return [queue.name, queue];
    }),
  );

  const buckets = createBuckets(world, { deliver, topics, observer });
  const dynamodb = createTables(world, faults, observer);
  const byName = new Map(
    Object.values(stacks)
      .flatMap((stack): FunctionOptions[] => Object.values(stack))
      .map((options) => [options.name, options]),
  );
  const services: Services = {
    dynamodb,
    s3: createS3(buckets),
    publish: (topic, message) => {
      if (topic === topicArn('deletion')) observer.ordered(message);
      return topics.publish(topic, message);
    },
    sqs: createSqsApi(queues, deadLetters),
    rekognition: createRekognition(buckets, { paid: observer.paid }),
    sockets: createSockets(),
    invokeLater: (name, event) => functions.invokeLater(found(byName, name), event),
  };
  const films = new Map<string, Buffer>();
  const graph = createGraph({ told: observer.told });

  return {
    reachable: createOutside(createUnreliable(world, faults), { services, graph, films }),
    functions,
    /** The handler of an API Gateway route. */
    web: { ...upload, bot: facebook.facebook },
    schedules: {
      status: video.status,
      deleteVideo: video.deleteVideo,
      applyRetention: upload.applyRetention,
    },
    films,
    sockets: services.sockets,
    queues,
    deadLetters,
    deliverAgain,
    table: dynamodb.table,
    bucket: (name: string) => found(buckets, name),

    /** Whether anything is in flight, running or queued. */
    isBusy: () =>
      isBusy() ||
      functions.isBusy() ||
      queues.values().some((queue) => queue.messages().length > 0),
  };
};

const found = <Value>(all: Map<string, Value>, name: string): Value => {
  const value = all.get(name);
  if (value === undefined) throw new Error(`There is no ${name}`);
  return value;
};
