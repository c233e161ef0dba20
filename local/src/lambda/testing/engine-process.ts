// An engine that queues as many events as it is told to, works until all are done, and is meant to be killed:
// node engine-process.ts <folder> <events>
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openDatabase, transaction } from '../../state/database.ts';
import { startLambda } from '../lambda.ts';

const [dir = '', events = '0'] = process.argv.slice(2);
const db = openDatabase(path.join(dir, 'state.sqlite'));
const refuse = () => {
  throw new Error('No event of this test fails');
};
const lambda = startLambda({
  db,
  stateDir: dir,
  awsEndpoint: () => 'http://127.0.0.1:4566',
  publish: refuse,
  sendToQueue: refuse,
  concurrency: 3,
});
transaction(db, () => {
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

const queued = () => Number(db.prepare('SELECT COUNT(*) AS n FROM lambda_event').get()?.['n']);
while (queued() > 0) await setTimeout(20);
await lambda.stop();
