import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ErrorReport } from './describe-error.ts';

export type Invocation = {
  requestId: string;
  deadlineMs: number;
  functionArn: string;
  traceId: string;
  event: string;
};

// An import would evaluate everything the module exports, including fetch and WebSocket, which is half of a cold start.
const http = process.getBuiltinModule('node:http');

const ERROR_TYPE_HEADER = 'Lambda-Runtime-Function-Error-Type';

/** The Runtime API of one worker: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */
export const createRuntimeClient = (address: string) => {
  const agent = new http.Agent({ keepAlive: true });
  const [hostname, port] = address.split(':');

  const send = async (
    method: string,
    path: string,
    body?: { json: string; errorType?: string },
  ) => {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const headers = { ...(body?.errorType && { [ERROR_TYPE_HEADER]: body.errorType }) };
    http
      .request(
        { agent, hostname, port, method, path: `/2018-06-01/runtime${path}`, headers },
        resolve,
      )
      .on('error', reject)
      .end(body?.json);
    const response = await promise;
    return { headers: response.headers, content: await text(response) };
  };

  const post = (path: string, json: string) => send('POST', path, { json });
  const postError = (path: string, report: ErrorReport) =>
    send('POST', path, { json: JSON.stringify(report), errorType: report.errorType });

  return {
    async next(): Promise<Invocation> {
      const { headers, content } = await send('GET', '/invocation/next');
      const header = (name: string) => String(headers[`lambda-runtime-${name}`]);
      return {
        requestId: header('aws-request-id'),
        deadlineMs: Number(header('deadline-ms')),
        functionArn: header('invoked-function-arn'),
        traceId: header('trace-id'),
        event: content,
      };
    },
    succeed: (requestId: string, json: string) => post(`/invocation/${requestId}/response`, json),
    fail: (requestId: string, report: ErrorReport) =>
      postError(`/invocation/${requestId}/error`, report),
    failInit: (report: ErrorReport) => postError('/init/error', report),
  };
};
