import { INBOX } from '../../../sqs/testing/inbox.ts';
import { startTestLambda } from '../../testing/test-lambda.ts';
import type { EventSourceMapping } from '../mapping.ts';

export const DEAD_LETTERS = { ...INBOX, arn: `${INBOX.arn}-dead`, name: 'inbox-dead' };

/** A function that logs the bodies of each batch, then does what they say. */
export const JOB = `export const handler = async ({ Records }) => {
  const bodies = Records.map(({ body }) => body);
  console.log('batch', JSON.stringify(bodies));
  const wait = bodies.find((body) => body.startsWith('wait '));
  if (wait) await new Promise((resolve) => setTimeout(resolve, Number(wait.slice(5))));
  if (bodies.includes('throw')) throw new Error('as told');
  if (bodies.includes('die')) process.exit(1);
  const answer = bodies.find((body) => body.startsWith('answer '));
  if (answer) return JSON.parse(answer.slice(7));
  return {
    batchItemFailures: Records.filter(({ body }) => body.startsWith('fail'))
      .map(({ messageId }) => ({ itemIdentifier: messageId })),
  };
};`;

export type MappedQueue = ReturnType<typeof startMappedQueue>;

/** Lambda with a queue that can be mapped to a function; stop it after the test. */
export const startMappedQueue = (settings: Parameters<typeof startTestLambda>[0] = {}) => {
  const local = startTestLambda(settings);
  const { db, lambda, sqs } = local;
  sqs.configureQueue(INBOX);
  sqs.configureQueue(DEAD_LETTERS);

  const countOf = (from: string, ...values: number[]) =>
    Number(db.prepare(`SELECT COUNT(*) AS n FROM ${from}`).get(...values)?.['n']);

  return {
    ...local,

    map: (change: Partial<EventSourceMapping> = {}) =>
      lambda.configureMapping({
        ...{ id: 'inbox', queueArn: INBOX.arn, functionName: 'job' },
        ...{ batchSize: 10, windowSeconds: 0, reportsFailedItems: true },
        ...change,
      }),

    send(...bodies: string[]) {
      for (const body of bodies) sqs.send(INBOX.arn, body);
    },

    /** The bodies of each batch that the function has received. */
    batches: () =>
      local
        .log()
        .split('\n')
        .flatMap((line) => line.split('\tbatch ')[1] ?? [])
        .map((json) => JSON.parse(json) as string[]),

    /** The queue, body and receive count of every message. */
    rows: () =>
      db
        .prepare('SELECT queueArn, body, receiveCount FROM sqs_message ORDER BY rowid')
        .all()
        .map(({ queueArn, body, receiveCount }) => [
          String(queueArn).split(':').at(-1),
          body,
          receiveCount,
        ]),

    /** How many messages wait for their visibility timeout. */
    hidden: () => countOf('sqs_message WHERE visibleAt > ?', Date.now()),

    /** How many messages a function is working on. */
    taken: () => countOf('sqs_taken'),

    letVisibilityPass: () => db.exec('UPDATE sqs_message SET visibleAt = visibleAt - 600000'),
  };
};
