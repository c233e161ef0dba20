import { arnOf } from '../../engine/account.ts';

/** What a function signs its requests with. */
export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

const DEFAULT_RETRY_ATTEMPTS = 2;
const DEFAULT_EVENT_AGE_SECONDS = 21_600;

/**
 * A function as its template declares it. `codeDir` is the unpacked bundle and `layerDirs` the unpacked layers, in the
 * order in which they are merged; changed code comes in a new directory.
 */
export type FunctionConfig = {
  name: string;
  handler: string;
  codeDir: string;
  layerDirs: string[];
  /** The credentials of its role. */
  credentials: Credentials;
  environment: Record<string, string>;
  timeoutSeconds: number;
  memoryMb: number;
  ephemeralStorageMb?: number;
  reservedConcurrency?: number;
  maximumRetryAttempts?: number;
  maximumEventAgeSeconds?: number;
  onFailure?: string;
  deadLetter?: string;
};

/** The result of an invocation: the handler's result or, with `functionError`, the error, both as JSON. */
export type InvokeResult = { payload: string; functionError?: 'Unhandled' };

export const functionArn = (name: string) => arnOf('lambda', `function:${name}`);

/**
 * The name in a function's name, partial ARN or ARN, with or without `:$LATEST`; undefined for anything else.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_RequestParameters
 */
export const functionNameIn = (reference: string): string | undefined =>
  /^(?:(?:arn:aws:lambda:[\w-]+:)?(?:\d{12}:)?function:)?([\w-]{1,64})(?::\$LATEST)?$/u.exec(
    reference,
  )?.[1];

export const retryAttemptsOf = ({ maximumRetryAttempts }: FunctionConfig) =>
  maximumRetryAttempts ?? DEFAULT_RETRY_ATTEMPTS;

export const eventAgeMsOf = ({ maximumEventAgeSeconds }: FunctionConfig) =>
  (maximumEventAgeSeconds ?? DEFAULT_EVENT_AGE_SECONDS) * 1000;
