import { existsSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startClock } from '../../../state/clock.ts';
import { openDatabase } from '../../../state/database.ts';
import { startSqs } from '../../sqs/sqs.ts';
import type { FunctionConfig } from '../function-config.ts';
import { logFile } from '../function-log.ts';
import { startLambda, type LambdaOptions } from '../lambda.ts';

export type TestLambda = ReturnType<typeof startTestLambda>;

/** Lambda on its own folder, with a topic and queue that keep what they receive; stop it after the test. */
export const startTestLambda = (settings: Partial<LambdaOptions> = {}) => {
  const dir = mkdtempSync(path.join(tmpdir(), 'lambda-'));
  const db = openDatabase(path.join(dir, 'state.sqlite'));
  const delivered: { arn: string; message: string; attributes: unknown }[] = [];
  const clock = settings.clock ?? startClock();
  const sqs = startSqs({ db, clock, onMessage: () => lambda.wake() });
  const lambda = startLambda({
    ...{ db, clock },
    queues: sqs,
    stateDir: dir,
    awsEndpoint: () => 'http://127.0.0.1:4566',
    publish: (arn, message, { attributes } = { attributes: {} }) =>
      delivered.push({ arn, message, attributes }),
    sendToQueue: (arn, message, attributes) => delivered.push({ arn, message, attributes }),
    retryDelaysSeconds: [0.02, 0.04],
    ...settings,
  });

  return {
    dir,
    db,
    lambda,
    sqs,
    delivered,

    /** A function whose bundle is one ES module with the given text. */
    deploy(code: string, config: Partial<FunctionConfig> = {}): FunctionConfig {
      const codeDir = mkdtempSync(path.join(dir, 'code-'));
      mkdirSync(path.join(codeDir, 'src'));
      writeFileSync(path.join(codeDir, 'src', 'handler.mjs'), code);
      const complete = {
        name: 'job',
        handler: 'src/handler.handler',
        codeDir,
        layerDirs: [],
        credentials: { accessKeyId: 'key-of-job', secretAccessKey: 'secret' },
        environment: {},
        timeoutSeconds: 20,
        memoryMb: 256,
        ...config,
      };
      lambda.configureFunction(complete);
      return complete;
    },

    async invoke(event: unknown = {}, name = 'job'): Promise<unknown> {
      const { payload, functionError } = await lambda.invoke(name, JSON.stringify(event));
      const value = JSON.parse(payload) as unknown;
      return functionError ? { functionError, ...(value as object) } : value;
    },

    /** What the function has logged so far. */
    log(name = 'job'): string {
      const file = logFile(dir, name);
      return existsSync(file) ? readFileSync(file, 'utf8') : '';
    },

    /** How many invocations of the function ran together; its log is in order of time. */
    mostAtOnce(name = 'job'): number {
      let running = 0;
      let most = 0;
      for (const [, kind] of this.log(name).matchAll(/^(START|END) RequestId/gmu)) {
        running += kind === 'START' ? 1 : -1;
        most = Math.max(most, running);
      }
      return most;
    },

    queued: () => Number(db.prepare('SELECT COUNT(*) AS n FROM lambda_event').get()?.['n']),

    async stop() {
      await lambda.stop();
      sqs.stop();
      db.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};
