import { format } from 'node:util';
import type { ErrorReport } from './describe-error.ts';
import type { Invocation } from './runtime-client.ts';

const LEVELS = {
  debug: 'DEBUG',
  error: 'ERROR',
  info: 'INFO',
  log: 'INFO',
  trace: 'TRACE',
  warn: 'WARN',
} as const;

/** Makes the console write lines as on AWS, with time, request and level, and tracks the running invocation. */
export const logInvocationsTo = (stream: NodeJS.WritableStream) => {
  let requestId: string | undefined;

  const write = (level: string, message: string) =>
    stream.write(
      `${new Date().toISOString()}\t${requestId ?? 'undefined'}\t${level}\t${message}\n`,
    );

  for (const [method, level] of Object.entries(LEVELS)) {
    Object.assign(console, {
      [method]: (...args: unknown[]) => void write(level, format(...args)),
    });
  }

  return {
    begin: (invocation: Invocation) => (requestId = invocation.requestId),
    current: () => requestId,
    report: (title: string, { errorType, errorMessage, trace }: ErrorReport) =>
      write('ERROR', `${title} \t${JSON.stringify({ errorType, errorMessage, stack: trace })}`),
  };
};
