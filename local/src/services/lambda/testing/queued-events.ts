import { until } from './processes.ts';
import { startTestLambda } from './test-lambda.ts';

export const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:dead-letters';
export const TOPIC = 'arn:aws:sns:us-east-1:000000000000:failures';

/** A function that logs each event, and fails those that say so. */
export const JOB = `export const handler = async ({ id, failures = 0, ms = 0 }, { awsRequestId }) => {
  globalThis.tries ??= {};
  const tries = (globalThis.tries[id] = (globalThis.tries[id] ?? 0) + 1);
  console.log('event', id, awsRequestId);
  await new Promise((resolve) => setTimeout(resolve, ms));
  if (tries <= failures) throw new Error('failed ' + id);
};`;

export type QueuedEvents = ReturnType<typeof startQueuedEvents>;

/** Lambda with an event queue; stop it after the test. */
export const startQueuedEvents = (settings: Parameters<typeof startTestLambda>[0] = {}) => {
  const local = startTestLambda(settings);

  const lines = (name = 'job') =>
    local
      .log(name)
      .split('\n')
      .filter((line) => line.includes('\tevent '))
      .map((line) => line.split('\tevent ')[1]?.split(' ') ?? []);

  return {
    ...local,

    enqueue: (event: object, name = 'job') => local.lambda.enqueue(name, JSON.stringify(event)),

    done: () => until(() => local.queued() === 0),

    /** The words that a function has logged for each event. */
    lines,

    ids: (name = 'job') => lines(name).map(([id]) => id),
  };
};
