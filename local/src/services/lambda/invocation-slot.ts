import { setImmediate } from 'node:timers/promises';
import type { FunctionConfig, InvokeResult } from './function-config.ts';
import { createInvocation, type Invocation } from './invocation.ts';
import type { FunctionLog } from './function-log.ts';
import type { Finished, RuntimeHandlers, Task } from './runtime-api.ts';

const MIN_INIT_SECONDS = 10;
const TOO_LARGE = JSON.stringify({
  errorType: 'Function.ResponseSizeTooLarge',
  errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
});

export type SlotPorts = {
  log: FunctionLog;
  /** Ends the worker; `exit` is called once it is gone. */
  kill: () => void;
  memoryBytes: () => number;
};

/**
 * The single invocation that a worker can run. It ends when the worker requests the next one or exits, so an idle
 * worker is always one that waits.
 */
export type InvocationSlot = RuntimeHandlers & {
  invoke: (event: { requestId: string; payload: string }) => Promise<InvokeResult>;
  exit: (reason: string) => Promise<void>;
};

export const createInvocationSlot = (config: FunctionConfig, ports: SlotPorts): InvocationSlot => {
  let initStartedAt: number | undefined = performance.now();
  let inbox = Promise.withResolvers<Invocation>();
  let current: Invocation | undefined;
  let initMs: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let gone: string | undefined;

  const killAfter = (seconds: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      current?.timeOut();
      ports.kill();
    }, seconds * 1000);
  };

  const complete = async () => {
    const invocation = current;
    if (!invocation) return;
    current = undefined;
    clearTimeout(timer);
    const usage = { initMs, memoryBytes: ports.memoryBytes() };
    initMs = undefined;
    // The handler's output is in the pipe by now: one turn of the event loop reads it.
    await setImmediate();
    if (!invocation.isTaken()) ports.log.write(invocation.startLine);
    ports.log.write(invocation.report(usage));
    invocation.resolve();
  };

  const exit = async (reason: string) => {
    gone = reason;
    current?.exit(reason);
    await complete();
  };

  return {
    exit,

    invoke(event) {
      const { completed } = (current = createInvocation(config, event));
      if (gone !== undefined) {
        void exit(gone);
        return completed;
      }
      inbox.resolve(current);
      if (initStartedAt !== undefined) killAfter(Math.max(MIN_INIT_SECONDS, config.timeoutSeconds));
      return completed;
    },

    async next(): Promise<Task> {
      if (initStartedAt !== undefined) initMs = performance.now() - initStartedAt;
      initStartedAt = undefined;
      if (current?.isTaken()) await complete();
      const invocation = await inbox.promise;
      inbox = Promise.withResolvers();
      invocation.take();
      ports.log.write(invocation.startLine);
      if (gone === undefined) killAfter(config.timeoutSeconds);
      return taskOf(invocation, config);
    },

    finish(requestId, finished) {
      if (current?.requestId !== requestId) return false;
      current.end(endingOf(finished));
      return true;
    },

    failInit: (payload) => current?.end({ status: 'error', payload }),
  };
};

const taskOf = ({ requestId, payload }: Invocation, config: FunctionConfig): Task => ({
  requestId,
  payload,
  functionName: config.name,
  deadlineMs: Date.now() + config.timeoutSeconds * 1000,
});

const endingOf = ({ verb, payload }: Finished) =>
  verb === 'response' && payload !== undefined
    ? { status: 'success' as const, payload }
    : { status: 'error' as const, payload: payload ?? TOO_LARGE };
