import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { functionArn } from './function-config.ts';

const MAX_RESPONSE_BYTES = 6_291_556;
const LOOPBACK = '127.0.0.1';
const ROUTE =
  /^\/2018-06-01\/runtime\/(?:invocation\/(?:(?<next>next)|(?<requestId>[\w-]+)\/(?<verb>response|error))|init\/(?<init>error))$/u;

/** An invocation as a worker receives it; its deadline starts then. */
export type Task = { requestId: string; functionName: string; payload: string; deadlineMs: number };

/** What the engine does for a worker; `finish` is false if no such invocation is running. */
export type RuntimeHandlers = {
  next: () => Promise<Task>;
  finish: (requestId: string, result: Finished) => boolean;
  failInit: (payload: string) => void;
};

/** A handler's response; undefined if it was larger than Lambda accepts. */
export type Finished = { verb: 'response' | 'error'; payload: string | undefined };

export type RuntimeApi = { address: string; close: () => void };

/**
 * The Runtime API for one worker, on a separate loopback port because the protocol has no worker in its paths.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export const startRuntimeApi = async (handlers: RuntimeHandlers): Promise<RuntimeApi> => {
  const server = createServer((request, response) => {
    serve(request, response, handlers).catch(() => response.destroy());
  });
  // The worker's connection is idle while its handler runs.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, LOOPBACK, resolve);
  });
  // Only a pipe's address is a string.
  const { port } = server.address() as AddressInfo;
  return {
    address: `${LOOPBACK}:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
};

const serve = async (
  request: IncomingMessage,
  response: ServerResponse,
  handlers: RuntimeHandlers,
) => {
  const route = ROUTE.exec(request.url ?? '')?.groups ?? {};
  // A page in a browser on this machine can also reach the port.
  if (request.headers['sec-fetch-site'] ?? request.headers.origin) answer(response, 403);
  else if (route['next']) hand(response, await handlers.next());
  else answer(response, await receive(request, route, handlers));
};

const receive = async (
  request: IncomingMessage,
  { init, requestId, verb }: Partial<Record<string, string>>,
  handlers: RuntimeHandlers,
) => {
  const payload = await readBody(request);
  if (init) {
    handlers.failInit(payload ?? '{}');
    return 202;
  }
  if (requestId === undefined) return 404;
  const known = handlers.finish(requestId, { verb: verb === 'error' ? verb : 'response', payload });
  if (!known) return 400;
  return payload === undefined ? 413 : 202;
};

const hand = (response: ServerResponse, task: Task) => {
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Lambda-Runtime-Aws-Request-Id': task.requestId,
    'Lambda-Runtime-Deadline-Ms': task.deadlineMs,
    'Lambda-Runtime-Invoked-Function-Arn': functionArn(task.functionName),
    'Lambda-Runtime-Trace-Id': traceId(),
  });
  response.end(task.payload);
};

// https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-traceids
const traceId = () => {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString('hex')};Sampled=0`;
};

const answer = (response: ServerResponse, status: number) => {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ status: status === 202 ? 'OK' : 'InvalidRequest' }));
};

// The whole body is read even if it is too large, because the worker waits for a response.
const readBody = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_RESPONSE_BYTES) chunks.push(chunk);
  }
  return size > MAX_RESPONSE_BYTES ? undefined : Buffer.concat(chunks).toString();
};
