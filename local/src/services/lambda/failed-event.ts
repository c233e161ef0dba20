import type { QueuedEvent } from './event-queue.ts';
import { functionArn, type FunctionConfig, type InvokeResult } from './function-config.ts';

/** Why an event failed for good; `result` is missing if its last attempt had none. */
export type Failure = {
  condition: 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency';
  invokeCount: number;
  result?: InvokeResult;
};

/** Attributes of a message, as SNS and SQS accept them. */
export type MessageAttributes = Record<string, { DataType: string; StringValue: string }>;

/** Where failed events go; all of them write rows, inside the caller's transaction. */
export type FailurePorts = {
  enqueue: (functionName: string, payload: string) => void;
  publish: (topicArn: string, message: string, options?: { attributes: MessageAttributes }) => void;
  sendToQueue: (queueArn: string, body: string, attributes?: MessageAttributes) => void;
};

/** Sends an event that failed for good to the function's on-failure destination and its dead-letter queue or topic. */
export const deliverFailure = (
  { onFailure, deadLetter }: FunctionConfig,
  { event, failure, ports }: { event: QueuedEvent; failure: Failure; ports: FailurePorts },
) => {
  if (onFailure) sendTo(onFailure, JSON.stringify(invocationRecord(event, failure)), ports);
  if (deadLetter) sendTo(deadLetter, event.payload, ports, deadLetterAttributes(event, failure));
};

const sendTo = (
  arn: string,
  message: string,
  ports: FailurePorts,
  attributes?: MessageAttributes,
) => {
  const [, , service] = arn.split(':');
  if (service === 'sns') ports.publish(arn, message, attributes && { attributes });
  else if (service === 'sqs') ports.sendToQueue(arn, message, attributes);
  else if (service === 'lambda') ports.enqueue(arn, message);
  else throw new Error(`Failed events can go to a topic, a queue or a function, not to ${arn}`);
};

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
const invocationRecord = (event: QueuedEvent, { condition, invokeCount, result }: Failure) => ({
  version: '1.0',
  timestamp: new Date().toISOString(),
  requestContext: {
    requestId: event.id,
    functionArn: `${functionArn(event.functionName)}:$LATEST`,
    condition,
    approximateInvokeCount: invokeCount,
  },
  requestPayload: JSON.parse(event.payload) as unknown,
  ...(result && {
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: JSON.parse(result.payload) as unknown,
  }),
});

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-add-dlq.html
const deadLetterAttributes = (event: QueuedEvent, { condition, result }: Failure) => ({
  RequestID: { DataType: 'String', StringValue: event.id },
  ErrorCode: { DataType: 'Number', StringValue: result ? '200' : '429' },
  ErrorMessage: {
    DataType: 'String',
    StringValue: (result ? errorMessage(result.payload) : condition).slice(0, 1024),
  },
});

const errorMessage = (payload: string) => {
  const error = JSON.parse(payload) as { errorMessage?: unknown };
  return typeof error.errorMessage === 'string' ? error.errorMessage : payload;
};
