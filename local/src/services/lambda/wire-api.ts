import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { functionNameIn, type InvokeResult } from './function-config.ts';
import { LambdaError } from './lambda-error.ts';

const INVOKE_PATH = /^\/2015-03-31\/functions\/(?<reference>[^/]+)\/invocations$/u;
const MAX_PAYLOAD_BYTES = { RequestResponse: 6_291_456, Event: 1_048_576 };

export type InvokePorts = {
  has: (functionName: string) => boolean;
  enqueue: (functionName: string, payload: string) => void;
  /** Resolves when what was queued is on disk. */
  flush: () => Promise<void>;
  invoke: (functionName: string, payload: string) => Promise<InvokeResult>;
};

/** Answers the Invoke operation: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export const handleInvoke = async (
  { request, response, body }: { request: IncomingMessage; response: ServerResponse; body: Buffer },
  ports: InvokePorts,
): Promise<void> => {
  response.setHeader('x-amzn-RequestId', randomUUID());
  try {
    const { status, headers = {}, payload = '' } = await answer(request, body, ports);
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(payload);
  } catch (error) {
    if (!(error instanceof LambdaError)) throw error;
    const { statusCode, code, message } = error;
    response.writeHead(statusCode, {
      'Content-Type': 'application/json',
      'x-amzn-ErrorType': code,
    });
    response.end(JSON.stringify({ Type: statusCode < 500 ? 'User' : 'Service', Message: message }));
  }
};

type Answer = { status: number; headers?: Record<string, string>; payload?: string };

const answer = async (
  request: IncomingMessage,
  body: Buffer,
  ports: InvokePorts,
): Promise<Answer> => {
  const functionName = nameIn(request, ports);
  const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
  if (type === 'DryRun') return { status: 204 };
  if (type !== 'Event' && type !== 'RequestResponse') {
    throw new LambdaError('InvalidParameterValueException', 400, 'Unknown invocation type');
  }
  const payload = payloadOf(body, MAX_PAYLOAD_BYTES[type]);
  if (type === 'RequestResponse') return resultAnswer(await ports.invoke(functionName, payload));
  ports.enqueue(functionName, payload);
  await ports.flush();
  return { status: 202 };
};

const nameIn = (request: IncomingMessage, ports: InvokePorts) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const reference = INVOKE_PATH.exec(pathname)?.groups?.['reference'];
  if (request.method !== 'POST' || reference === undefined) {
    throw new LambdaError('UnknownOperationException', 404, 'Only Invoke is known here');
  }
  const name = functionNameIn(reference.replace(/%3A/giu, ':').replace(/%24/gu, '$'));
  if (name === undefined || !ports.has(name)) {
    throw new LambdaError('ResourceNotFoundException', 404, `Function not found: ${reference}`);
  }
  return name;
};

const payloadOf = (body: Buffer, maxBytes: number) => {
  if (body.length > maxBytes) {
    const message = `${body.length} byte payload is too large for the invocation (limit ${maxBytes} bytes)`;
    throw new LambdaError('RequestTooLargeException', 413, message);
  }
  if (body.length === 0) return '{}';
  const text = body.toString();
  try {
    JSON.parse(text);
  } catch (error) {
    const message = `Could not parse request body into json: ${String(error)}`;
    throw new LambdaError('InvalidRequestContentException', 400, message);
  }
  return text;
};

const resultAnswer = ({ payload, functionError }: InvokeResult): Answer => ({
  status: 200,
  payload,
  headers: {
    'X-Amz-Executed-Version': '$LATEST',
    ...(functionError && { 'X-Amz-Function-Error': functionError }),
  },
});
