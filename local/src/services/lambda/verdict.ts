import type { QueuedEvent } from './event-queue.ts';
import type { Failure } from './failed-event.ts';
import {
  eventAgeMsOf,
  retryAttemptsOf,
  type FunctionConfig,
  type InvokeResult,
} from './function-config.ts';

const MIN_SYSTEM_RETRY_MS = 1000;
// AWS waits for up to five minutes; here, someone is watching who fixes the cause.
const MAX_SYSTEM_RETRY_MS = 60_000;

type JudgeOptions = {
  config: FunctionConfig;
  retryDelaysSeconds: [number, number];
  now: number;
};

export type Verdict =
  { kind: 'done' } | { kind: 'retry'; delayMs: number } | { kind: 'failed'; failure: Failure };

/** The verdict on an event that must not run at all; undefined if it may. */
export const refuse = (
  { attempts, createdAt }: QueuedEvent,
  config: FunctionConfig,
  now: number,
): Verdict | undefined => {
  if (config.reservedConcurrency === 0) return failed('ZeroReservedConcurrency', attempts);
  return now - createdAt > eventAgeMsOf(config) ? failed('EventAgeExceeded', attempts) : undefined;
};

/**
 * The verdict on an event that has run: retried as long as the function's retries and the event's age allow.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export const judge = (
  { attempts, createdAt }: QueuedEvent,
  result: InvokeResult,
  { config, retryDelaysSeconds, now }: JudgeOptions,
): Verdict => {
  if (!result.functionError) return { kind: 'done' };
  if (attempts >= retryAttemptsOf(config)) return failed('RetriesExhausted', attempts + 1, result);
  const delayMs = retryDelaysSeconds[attempts === 0 ? 0 : 1] * 1000;
  // Lambda does not wait for a retry that would come too late.
  return now + delayMs - createdAt > eventAgeMsOf(config)
    ? failed('EventAgeExceeded', attempts + 1, result)
    : { kind: 'retry', delayMs };
};

/** The wait after an error of the engine itself: as long as the event is old, so that it doubles each time. */
export const systemRetryDelayMs = (ageMs: number) =>
  Math.min(MAX_SYSTEM_RETRY_MS, Math.max(MIN_SYSTEM_RETRY_MS, ageMs));

const failed = (
  condition: Failure['condition'],
  invokeCount: number,
  result?: InvokeResult,
): Verdict => ({ kind: 'failed', failure: { condition, invokeCount, ...(result && { result }) } });
