import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { arnOf } from '../local/src/engine/account.ts';
import { functionArn } from '../local/src/services/lambda/function-config.ts';
import { logFile } from '../local/src/services/lambda/function-log.ts';
import { startLambda } from '../local/src/services/lambda/lambda.ts';
import { startSns } from '../local/src/services/sns/sns.ts';
import { startClock } from '../local/src/state/clock.ts';
import { startSqs } from '../local/src/services/sqs/sqs.ts';
import { openDatabase } from '../local/src/state/database.ts';
import { median } from './cpu-seconds.ts';

const COLD_ROUNDS = 15;
const WARM_ROUNDS = 200;
/** How many times Node's own start a cold start may take. */
const COLD_GOAL = 3;

const TOPIC = arnOf('sns', 'bench');

// The monotonic clock is the same for all processes of a machine.
const HANDLER = `export const handler = async () =>
  console.log('handled at', process.hrtime.bigint());`;

/**
 * Measures an invocation on the local engine, in milliseconds: with a new worker, with a warm one, and from publishing
 * to a topic to the first line of the subscribed handler. True if a cold start is near the limit, Node's own.
 */
export const benchLambda = async (): Promise<boolean> => {
  const dir = await mkdtemp(path.join(tmpdir(), 'bench-lambda-'));
  const bench = await startBench(dir);
  try {
    const limit = median(await repeat(COLD_ROUNDS, startNode));
    const cold = median(await repeat(COLD_ROUNDS, bench.coldStart));
    const warm = median(await repeat(WARM_ROUNDS, bench.invoke));
    const published = median(await repeat(WARM_ROUNDS, bench.publish));
    printRow('node alone (limit)', limit);
    printRow('cold start', cold, `${(cold / limit).toFixed(1)}x, goal ${COLD_GOAL}x`);
    printRow('warm start', warm);
    printRow('SNS to Lambda', published);
    return cold <= COLD_GOAL * limit;
  } finally {
    await bench.stop();
    await rm(dir, { recursive: true });
  }
};

const startBench = async (dir: string) => {
  const codeDir = path.join(dir, 'code');
  await mkdir(codeDir);
  await writeFile(path.join(codeDir, 'handler.mjs'), HANDLER);
  const db = openDatabase(path.join(dir, 'state.sqlite'));
  const clock = startClock();
  const lambda = startLambda({
    ...{ db, clock, queues: startSqs({ db, clock }) },
    stateDir: dir,
    awsEndpoint: () => 'http://127.0.0.1:4566',
    publish: () => undefined,
    sendToQueue: () => undefined,
  });
  const sns = startSns({
    db,
    invoke: (arn, event) => {
      lambda.enqueue(arn, event);
      return true;
    },
    sendToQueue: () => false,
  });
  let version = 0;
  // Another configuration is another version, which has no warm worker.
  const configure = () =>
    lambda.configureFunction({
      name: 'bench',
      handler: 'handler.handler',
      codeDir,
      layerDirs: [],
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      environment: { VERSION: String((version += 1)) },
      timeoutSeconds: 60,
      memoryMb: 256,
    });
  configure();
  sns.configureTopic({ arn: TOPIC, name: 'bench' });
  const endpoint = functionArn('bench');
  sns.configureSubscription({ arn: `${TOPIC}:1`, topicArn: TOPIC, protocol: 'lambda', endpoint });

  const invoke = () => lambda.invoke('bench', '{}');
  return {
    invoke: () => elapsedMs(invoke),
    coldStart: () => {
      configure();
      return elapsedMs(invoke);
    },
    publish: async () => {
      const before = (await handledAt(dir)).length;
      const publishedAt = process.hrtime.bigint();
      sns.publish(TOPIC, 'hello');
      for (;;) {
        const at = (await handledAt(dir))[before];
        if (at !== undefined) return Number(at - publishedAt) / 1e6;
        await setTimeout(2);
      }
    },
    stop: async () => {
      await lambda.stop();
      db.close();
    },
  };
};

const handledAt = async (dir: string) =>
  [...(await readFile(logFile(dir, 'bench'), 'utf8')).matchAll(/handled at (\d+)n/gu)].map(
    ([, time = '']) => BigInt(time),
  );

const startNode = () =>
  elapsedMs(() => once(spawn(process.execPath, ['--eval', ''], { stdio: 'ignore' }), 'exit'));

const elapsedMs = async (work: () => Promise<unknown>) => {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
};

const repeat = async (rounds: number, measure: () => Promise<number>) => {
  const values: number[] = [];
  for (let round = 0; round < rounds; round += 1) values.push(await measure());
  return values;
};

const printRow = (name: string, ms: number, remark = '') =>
  console.log(`  ${name.padEnd(20)} ${ms.toFixed(1).padStart(8)} ms  ${remark}`.trimEnd());
