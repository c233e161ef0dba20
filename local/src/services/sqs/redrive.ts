import { LambdaClient, LambdaServiceException } from '@aws-sdk/client-lambda';
import { SNSClient, SNSServiceException } from '@aws-sdk/client-sns';
import { SQSClient, SQSServiceException } from '@aws-sdk/client-sqs';
import { REGION } from '../../engine/account.ts';
import { createDeadLetters, type DeadLetter, type DeadLetters } from './dead-letters.ts';
import { replayLetter, type ReplayClients } from './replay-letter.ts';
import { HELP, redriveOptionsIn, type RedriveOptions } from './redrive-options.ts';

const LOCAL = {
  region: REGION,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};

type Print = (line: string) => void;

/** `npm run redrive`: lists dead letters, or replays those in the arguments; returns the exit code. */
export const redrive = async (args: string[], print: Print): Promise<number> => {
  const options = redriveOptionsIn(args);
  if (typeof options === 'string') {
    print(`${options}\nSee npm run redrive -- --help`);
    return 2;
  }
  if (options.help) {
    print(HELP);
    return 0;
  }
  const clients = clientsFor(options);
  const deadLetters = createDeadLetters(clients.sqs);
  const letters = await receiveAll(deadLetters, options.queue);
  const ports = { deadLetters, clients, print };
  return options.ids.length > 0 ? replay(letters, options.ids, ports) : list(letters, ports);
};

const clientsFor = ({ endpoint }: RedriveOptions): ReplayClients => {
  const settings = endpoint === undefined ? {} : { ...LOCAL, endpoint };
  return {
    sqs: new SQSClient(settings),
    lambda: new LambdaClient(settings),
    sns: new SNSClient(settings),
  };
};

const receiveAll = async (deadLetters: DeadLetters, queue: string) => {
  const urls = await deadLetters.queues(queue);
  return (await Promise.all(urls.map((url) => deadLetters.receive(url)))).flat();
};

type Ports = { deadLetters: DeadLetters; clients: ReplayClients; print: Print };

const list = async (letters: DeadLetter[], { deadLetters, print }: Ports) => {
  if (letters.length === 0) print('No failed events.');
  for (const letter of letters) print(describe(letter));
  await Promise.all(letters.map((letter) => deadLetters.release(letter)));
  return 0;
};

const describe = ({ id, failed, queue, undelivered, sentAt }: DeadLetter) => {
  if (failed) {
    const functionName = failed.functionArn.split(':')[6] ?? failed.functionArn;
    return `${id}  ${failed.failedAt}  ${functionName}  ${failed.reason}`;
  }
  if (queue !== undefined) return `${id}  ${sentAt}  ${queue}  given up by the queue`;
  if (undelivered)
    return `${id}  ${sentAt}  ${undelivered.topicArn.split(':').at(-1) ?? ''}  not delivered by the topic`;
  return `${id}  not an invocation: read it with an SQS client`;
};

const replay = async (letters: DeadLetter[], ids: string[], ports: Ports) => {
  const isChosen = ({ id }: DeadLetter) => ids.includes('all') || ids.includes(id);
  const unknown = ids.filter((id) => id !== 'all' && !letters.some((letter) => letter.id === id));
  for (const id of unknown) ports.print(`${id}  no such event`);

  let replayed = 0;
  for (const letter of letters) {
    if (isChosen(letter) && (await replayOne(letter, ports))) replayed += 1;
    else await ports.deadLetters.release(letter);
  }
  ports.print(`${replayed} replayed`);
  return replayed === letters.filter(isChosen).length && unknown.length === 0 ? 0 : 1;
};

const replayOne = async (letter: DeadLetter, { clients, print }: Ports) => {
  try {
    const isReplayed = await replayLetter(letter, clients);
    if (!isReplayed) print(describe(letter));
    return isReplayed;
  } catch (error) {
    const isRefused = [LambdaServiceException, SQSServiceException, SNSServiceException].some(
      (refusal) => error instanceof refusal,
    );
    if (!isRefused) throw error;
    print(`${letter.id}  ${String(error)}`);
    return false;
  }
};
