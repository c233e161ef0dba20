// An engine that queues this many events and messages, works until all are done, and is meant to be killed: node
// engine-process.ts <folder> <events> [<messages>]
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startClock } from '../../../state/clock.ts';
import { openDatabase, transaction } from '../../../state/database.ts';
import { INBOX } from '../../sqs/testing/inbox.ts';
import { startSqs } from '../../sqs/sqs.ts';
import { startLambda } from '../lambda.ts';

const [dir = '', events = '0', messages = '0'] = process.argv.slice(2);
const db = openDatabase(path.join(dir, 'state.sqlite'));
const refuse = () => {
  throw new Error('No event of this test fails');
};
const clock = startClock();
const sqs = startSqs({ db, clock, onMessage: () => lambda.wake() });
const lambda = startLambda({
  ...{ db, clock },
  queues: sqs,
  stateDir: dir,
  awsEndpoint: () => 'http://127.0.0.1:4566',
  publish: refuse,
  sendToQueue: refuse,
  concurrency: 3,
  retryDelaysSeconds: [1, 1],
  redeliverySeconds: 1,
});
sqs.configureQueue({ ...INBOX, visibilityTimeoutSeconds: 600 });
transaction(db, () => {
  for (let id = 0; id < Number(messages); id += 1) sqs.send(INBOX.arn, String(id));
  for (let id = 0; id < Number(events); id += 1) lambda.enqueue('job', JSON.stringify({ id }));
});
lambda.configureFunction({
  name: 'job',
  handler: 'handler.handler',
  codeDir: path.join(dir, 'code'),
  layerDirs: [],
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  environment: { DONE: path.join(dir, 'done') },
  timeoutSeconds: 60,
  memoryMb: 256,
});

lambda.configureMapping({
  ...{ id: 'inbox', queueArn: INBOX.arn, functionName: 'job', batchSize: 2, windowSeconds: 0 },
  reportsFailedItems: true,
});

const rowsIn = (table: string) =>
  Number(db.prepare(`SELECT COUNT(*) AS n FROM ${table}`).get()?.['n']);
while (rowsIn('lambda_event') + rowsIn('sqs_message') > 0) await setTimeout(20);
await lambda.stop();
sqs.stop();
