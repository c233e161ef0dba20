import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import type { Action, SqsPorts } from './action.ts';
import * as batchActions from './batch-actions.ts';
import * as messageActions from './message-actions.ts';
import * as queueActions from './queue-actions.ts';
import { SqsError } from './sqs-error.ts';

const CONTENT_TYPE = 'application/x-amz-json-1.0';

// The operations that clients of this system use; each is exported by its name.
const actions = new Map<string, Action>(
  Object.entries({ ...messageActions, ...batchActions, ...queueActions }),
);

/** Answers one request of SQS's JSON protocol: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/ */
export const handleSqsRequest = async (
  { request, response, body }: { request: IncomingMessage; response: ServerResponse; body: Buffer },
  { flush, ...ports }: Omit<SqsPorts, 'baseUrl' | 'isGone'> & { flush: () => Promise<void> },
): Promise<void> => {
  response.setHeader('x-amzn-RequestId', randomUUID());
  response.setHeader('Content-Type', CONTENT_TYPE);
  const baseUrl = `http://${request.headers.host ?? 'localhost'}`;
  try {
    const perform = actionIn(request);
    const isGone = () => response.destroyed;
    const result = await perform(jsonIn(body), { ...ports, baseUrl, isGone });
    await flush();
    response.writeHead(200).end(JSON.stringify(result));
  } catch (error) {
    const { code, queryCode, message } = sqsErrorIn(error);
    response.writeHead(400, { 'x-amzn-query-error': `${queryCode};Sender` });
    response.end(JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message }));
  }
};

const actionIn = ({ headers }: IncomingMessage) => {
  const [service, name = ''] = String(headers['x-amz-target'] ?? '').split('.');
  const action = service === 'AmazonSQS' ? actions.get(name) : undefined;
  if (action) return action;
  throw new SqsError(
    'UnsupportedOperation',
    `${name || 'The older query protocol'} is not known here`,
    'AWS.SimpleQueueService.UnsupportedOperation',
  );
};

const jsonIn = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw new SqsError('SerializationException', `The body is not JSON: ${String(cause)}`);
  }
};

const sqsErrorIn = (error: unknown) => {
  if (error instanceof SqsError) return error;
  if (v.isValiError(error)) return new SqsError('InvalidParameterValue', error.message);
  throw error;
};
