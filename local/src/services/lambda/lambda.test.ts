import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { LambdaError } from './lambda-error.ts';
import { until } from './testing/processes.ts';
import { startTestLambda, type TestLambda } from './testing/test-lambda.ts';

let local: TestLambda;
beforeEach(() => {
  local = startTestLambda();
});
afterEach(() => local.stop());

const COUNTER = 'let n = 0; export const handler = async () => ++n;';

describe('workers', () => {
  test('a warm worker is reused and keeps its state', async () => {
    local.deploy(COUNTER);

    expect([await local.invoke(), await local.invoke(), await local.invoke()]).toEqual([1, 2, 3]);
  });

  test('concurrent invocations have separate workers', async () => {
    local.deploy(`export const handler = async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return process.pid;
    };`);

    const pids = await Promise.all([local.invoke(), local.invoke(), local.invoke()]);

    expect(new Set(pids).size).toBe(3);
  });

  test('an idle worker is stopped and its files are deleted', async () => {
    await local.stop();
    local = startTestLambda({ idleSeconds: 0.05 });
    local.deploy(COUNTER);

    await local.invoke();
    await until(() => readdirSync(path.join(local.dir, 'tmp')).length === 0);

    expect(await local.invoke()).toBe(1);
  });

  test('a configuration change takes effect at once, while running invocations finish on the old code', async () => {
    local.deploy(`export const handler = async () => {
      console.log('started');
      await new Promise((resolve) => setTimeout(resolve, 500));
      return 'old';
    };`);
    const underWay = local.invoke();
    await until(() => local.log().includes('started'));

    local.deploy(`export const handler = async () => process.env.COLOUR;`, {
      environment: { COLOUR: 'new' },
    });

    expect(await local.invoke()).toBe('new');
    expect(await underWay).toBe('old');
  });

  test('an unchanged configuration keeps the warm workers', async () => {
    const config = local.deploy(COUNTER);
    await local.invoke();

    local.lambda.configureFunction({ ...config });

    expect(await local.invoke()).toBe(2);
  });

  test('a missing or removed function is ResourceNotFound', async () => {
    local.deploy(COUNTER);
    local.lambda.removeFunction('job');

    await expect(local.invoke()).rejects.toThrow(
      new LambdaError('ResourceNotFoundException', 404, 'Function not found'),
    );
  });
});

describe('reserved concurrency', () => {
  const SLOW = `export const handler = async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return 'done';
  };`;

  test('throttles an invocation beyond the limit', async () => {
    local.deploy(SLOW, { reservedConcurrency: 1 });

    const first = local.invoke();

    await expect(local.invoke()).rejects.toMatchObject({
      code: 'TooManyRequestsException',
      statusCode: 429,
    });
    expect(await first).toBe('done');
    expect(await local.invoke()).toBe('done');
  });

  test('if not set lets a burst wait for its turn', async () => {
    await local.stop();
    local = startTestLambda({ syncConcurrency: 2 });
    local.deploy(`export const handler = async () => process.pid;`);

    const pids = await Promise.all(Array.from({ length: 8 }, () => local.invoke()));

    expect(pids).toHaveLength(8);
    expect(new Set(pids).size).toBeLessThanOrEqual(2);
  });
});

describe('the environment', () => {
  test('is the one that AWS provides, and nothing of the engine’s own', async () => {
    process.env['SECRET_OF_THE_ENGINE'] = 'x';
    local.deploy('export const handler = async () => process.env;', {
      environment: { TABLE_NAME: 'sessions' },
    });

    const env = (await local.invoke()) as NodeJS.ProcessEnv;
    // Some shells add these.
    delete env['SHLVL'];
    delete env['_'];
    delete process.env['SECRET_OF_THE_ENGINE'];

    expect(env).toEqual({
      _HANDLER: 'src/handler.handler',
      _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Sampled=0$/u),
      AWS_ACCESS_KEY_ID: 'key-of-job',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_FUNCTION_NAME: 'job',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/job',
      AWS_LAMBDA_LOG_STREAM_NAME: expect.stringMatching(/^job-\w+$/u),
      AWS_LAMBDA_RUNTIME_API: expect.stringMatching(/^127\.0\.0\.1:\d+$/u),
      AWS_REGION: 'us-east-1',
      AWS_SECRET_ACCESS_KEY: 'secret',
      LAMBDA_TASK_ROOT: expect.stringContaining('code-'),
      LANG: 'en_US.UTF-8',
      NODE_PATH: '',
      PATH: '/usr/local/bin:/usr/bin:/bin',
      PWD: expect.stringContaining('code-'),
      TABLE_NAME: 'sessions',
      TMPDIR: expect.stringContaining(path.join(local.dir, 'tmp', 'job-')),
      TZ: ':UTC',
    });
  });

  test('has the programs and packages of the layers, the last layer first', async () => {
    const layerDirs = ['one', 'two'].map((layer) => {
      const dir = path.join(local.dir, layer);
      const tool = path.join(dir, 'bin', 'which-layer');
      const package_ = path.join(dir, 'nodejs', 'node_modules', 'layered');
      mkdirSync(path.dirname(tool), { recursive: true });
      mkdirSync(package_, { recursive: true });
      writeFileSync(tool, `#!/bin/sh\necho ${layer}\n`);
      chmodSync(tool, 0o755);
      writeFileSync(path.join(package_, 'index.js'), `module.exports = '${layer}';`);
      return dir;
    });
    local.deploy(
      `import { execFileSync } from 'node:child_process';
       import { createRequire } from 'node:module';
       const layered = createRequire(import.meta.url)('layered');
       export const handler = async () => [execFileSync('which-layer').toString(), layered];`,
      { layerDirs },
    );

    expect(await local.invoke()).toEqual(['two\n', 'two']);
  });

  test('has a context with the remaining time', async () => {
    local.deploy(
      `export const handler = async (event, context) => ({
        ...context, event, left: context.getRemainingTimeInMillis(),
      });`,
      { timeoutSeconds: 7 },
    );

    expect(await local.invoke({ a: 1 })).toEqual({
      event: { a: 1 },
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/u),
      functionName: 'job',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:job',
      left: expect.closeTo(6500, -3),
      logGroupName: '/aws/lambda/job',
      logStreamName: expect.stringMatching(/^job-\w+$/u),
      memoryLimitInMB: '256',
    });
  });
});
