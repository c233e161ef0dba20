import type { FunctionConfig, InvokeResult } from './function-config.ts';

/** How an invocation ended; anything but success has AWS's error object as its payload. */
export type Ending = { status: 'success' | 'error' | 'timeout'; payload: string };

export type InvocationEvent = { requestId: string; payload: string };
export type Invocation = ReturnType<typeof createInvocation>;

/** One invocation in a worker, and the lines that AWS logs about it. */
export const createInvocation = (config: FunctionConfig, event: InvocationEvent) => {
  const { promise: completed, resolve } = Promise.withResolvers<InvokeResult>();
  let takenAt: number | undefined;
  let ending: Ending | undefined;

  // The first end counts: later output of a dying worker changes nothing.
  const end = (how: Ending) => void (ending ??= how);
  const fail = (status: Ending['status'], errorType: string, reason: string) => {
    const errorMessage = `RequestId: ${event.requestId} Error: ${reason}`;
    end({ status, payload: JSON.stringify({ errorType, errorMessage }) });
  };

  return {
    ...event,
    completed,
    startLine: `START RequestId: ${event.requestId} Version: $LATEST\n`,
    take: () => void (takenAt = performance.now()),
    isTaken: () => takenAt !== undefined,
    end,
    exit: (reason: string) => fail('error', 'Runtime.ExitError', reason),
    timeOut: () =>
      fail(
        'timeout',
        'Sandbox.Timedout',
        `Task timed out after ${config.timeoutSeconds.toFixed(2)} seconds`,
      ),

    report: ({ initMs, memoryBytes }: { initMs: number | undefined; memoryBytes: number }) =>
      endLines(event.requestId, {
        initMs,
        memoryBytes,
        memoryMb: config.memoryMb,
        durationMs: takenAt === undefined ? 0 : performance.now() - takenAt,
        status: ending?.status ?? 'error',
      }),

    resolve() {
      const { status, payload } = ending ?? { status: 'error', payload: '{}' };
      resolve(status === 'success' ? { payload } : { payload, functionError: 'Unhandled' });
    },
  };
};

type Report = {
  status: Ending['status'];
  durationMs: number;
  initMs: number | undefined;
  memoryMb: number;
  memoryBytes: number;
};

const endLines = (requestId: string, report: Report) => {
  const { durationMs, initMs, memoryMb, memoryBytes, status } = report;
  const fields = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs + (initMs ?? 0))} ms`,
    `Memory Size: ${memoryMb} MB`,
    `Max Memory Used: ${Math.ceil(memoryBytes / 2 ** 20)} MB`,
    ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
    ...(status === 'success' ? [] : [`Status: ${status}`]),
  ];
  return `END RequestId: ${requestId}\n${fields.join('\t')}\n`;
};
