import type { Invocation } from './runtime-client.ts';

/** The handler's second argument: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export const createContext = ({ requestId, deadlineMs, functionArn }: Invocation) => {
  // Steady, even if the system's clock is changed meanwhile.
  const endsAt = performance.now() + deadlineMs - Date.now();
  return {
    functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: process.env['AWS_LAMBDA_FUNCTION_VERSION'],
    memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
    invokedFunctionArn: functionArn,
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => Math.floor(endsAt - performance.now()),
  };
};

export type Context = ReturnType<typeof createContext>;
