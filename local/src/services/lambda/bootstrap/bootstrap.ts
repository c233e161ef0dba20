// Runs in a worker process, like the Node.js runtime on AWS: loads the handler, then serves invocations one after the
// other. Plain Node.js only: a worker sees nothing of the engine but the Runtime API.
import { existsSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { logInvocationsTo } from './console.ts';
import { createContext } from './context.ts';
import { describeError } from './describe-error.ts';
import { loadHandler, type Handler } from './load-handler.ts';
import { limitPackagesTo } from './package-scope.ts';
import { createRuntimeClient, type Invocation } from './runtime-client.ts';

const {
  AWS_LAMBDA_RUNTIME_API = '',
  LAMBDA_TASK_ROOT = '',
  _HANDLER = '',
  NODE_PATH = '',
} = process.env;
const runtime = createRuntimeClient(AWS_LAMBDA_RUNTIME_API);
const invocations = logInvocationsTo(process.stdout);

const main = async () => {
  // Node has read it; the handler sees the environment that it has on AWS.
  delete process.env['NODE_COMPILE_CACHE'];
  const handler = await init();
  flushCompileCache();
  for (;;) await serve(handler, await runtime.next());
};

const init = async (): Promise<Handler> => {
  try {
    limitPackagesTo([LAMBDA_TASK_ROOT, ...NODE_PATH.split(':').filter(existsSync)]);
    return await loadHandler(LAMBDA_TASK_ROOT, _HANDLER);
  } catch (error) {
    return die('Uncaught Exception', error);
  }
};

const serve = async (handler: Handler, invocation: Invocation) => {
  invocations.begin(invocation);
  process.env['_X_AMZN_TRACE_ID'] = invocation.traceId;
  let result: string;
  try {
    const output = await handler(JSON.parse(invocation.event), createContext(invocation));
    result = JSON.stringify(output ?? null);
  } catch (error) {
    invocations.report('Invoke Error', describeError(error));
    await runtime.fail(invocation.requestId, describeError(error));
    return;
  }
  await runtime.succeed(invocation.requestId, result);
};

// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-initerror
const die = async (title: string, error: unknown): Promise<never> => {
  const report = describeError(error);
  invocations.report(title, report);
  const requestId = invocations.current();
  try {
    await (requestId ? runtime.fail(requestId, report) : runtime.failInit(report));
  } finally {
    process.exit(1);
  }
};

process.on('uncaughtException', (error) => void die('Uncaught Exception', error));
process.on(
  'unhandledRejection',
  (reason) =>
    void die(
      'Unhandled Promise Rejection',
      Object.assign(new Error(String(reason), { cause: reason }), {
        name: 'Runtime.UnhandledPromiseRejection',
      }),
    ),
);

await main();
