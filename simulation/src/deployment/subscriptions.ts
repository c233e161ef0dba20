import type { FunctionOptions, Functions } from '../cloud/lambda/functions.ts';
import type { Message, Queue } from '../cloud/messaging/queue.ts';
import { snsEvent, type Subscriber, type Topics } from '../cloud/messaging/topics.ts';
import { topicArn, type TopicName } from '../names.ts';
import type { Stacks } from './stacks.ts';

/** Subscribes the functions to the topics, as in serverless.yml. */
export const subscribeFunctions = (
  stacks: Stacks,
  {
    topics,
    functions,
    deadLetters,
  }: {
    topics: Topics;
    functions: Functions;
    deadLetters: Record<keyof Stacks, (letter: string) => void>;
  },
): void => {
  const { video, upload, facebook } = stacks;
  const stackOf = ({ name }: FunctionOptions) =>
    name.startsWith('video') ? 'video' : name.startsWith('upload') ? 'upload' : 'facebook';
  const subscribe = (
    topic: TopicName,
    options: FunctionOptions,
    { mayBeLost = false, passes }: Pick<Subscriber, 'mayBeLost' | 'passes'> = {},
  ) =>
    topics.subscribe(topicArn(topic), {
      name: options.name,
      mayBeLost,
      passes,
      deadLetters: deadLetters[stackOf(options)],
      receive: (message) => functions.invokeLater(options, snsEvent(message)),
    });
  subscribe('render-start', video.createGif, { mayBeLost: true });
  subscribe('render-start', video.createCaptures, { mayBeLost: true });
  subscribe('render-start', upload.acceptVideo);
  subscribe('status', video.status, { mayBeLost: true, passes: isNotWaiting });
  subscribe('status', upload.progress);
  subscribe('render-ready', upload.status);
  subscribe('render-ready', upload.indexVideo);
  subscribe('render-ready', facebook.facebook);
  subscribe('deletion', video.deleteVideo);
  subscribe('deletion', upload.forgetVideo);
  subscribe('deletion', facebook.forgetVideo);
  subscribe('failure', video.recordFailure);
  subscribe('download', facebook.download);
  subscribe('facebook-failure', facebook.facebook);
};

const isNotWaiting = (message: string) => !('waiting' in (JSON.parse(message) as object));

/** Subscribes something other than a function, which gets the bare message. */
export const subscribePlain = (
  topics: Topics,
  topic: TopicName,
  { name, receive }: { name: string; receive: (message: string) => void },
): void => topics.subscribe(topicArn(topic), { name, receive: ({ message }) => receive(message) });

/** Connects a queue to a function. */
export const attachQueue = (
  queue: Queue,
  {
    functions,
    options,
    batchSize,
    maxConcurrency,
    comesAgain,
  }: {
    functions: Functions;
    options: FunctionOptions;
    batchSize: number;
    maxConcurrency: number;
    comesAgain: () => boolean;
  },
): void =>
  queue.attach({
    batchSize,
    maxConcurrency,
    comesAgain,
    work: async (messages) => {
      const outcome = await functions.invoke(options, sqsEvent(messages));
      return 'result' in outcome ? failedIn(outcome.result) : undefined;
    },
  });

const sqsEvent = (messages: Message[]) => ({
  Records: messages.map(({ id, body, receives }) => ({
    eventSource: 'aws:sqs',
    messageId: id,
    receiptHandle: id,
    body,
    attributes: { ApproximateReceiveCount: String(receives) },
  })),
});

const failedIn = (result: unknown) => {
  const { batchItemFailures } = result as { batchItemFailures: { itemIdentifier: string }[] };
  return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
};
