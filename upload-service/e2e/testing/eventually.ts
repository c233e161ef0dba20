import { setTimeout } from 'node:timers/promises';

const TIMEOUT_MS = 20_000;

/** The first value that is not undefined; throws if there is none for a while. */
export const eventually = async <Value>(
  look: () => Promise<Value | undefined> | Value | undefined,
  timeoutMs = TIMEOUT_MS,
): Promise<Value> => {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end) {
    const value = await look();
    if (value !== undefined) return value;
    await setTimeout(50);
  }
  throw new Error(`Nothing in ${timeoutMs} ms: ${String(look)}`);
};
