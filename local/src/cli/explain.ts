import * as v from 'valibot';
import { isDiskFull } from '../state/disk-space.ts';
import { StateInUse, StateUnusable } from '../state/state-directory.ts';
import type { Arguments } from './arguments.ts';

const INTERNAL = [TypeError, RangeError, ReferenceError, SyntaxError];

// The error that Node's `listen` throws.
const ListenError = v.object({
  code: v.string(),
  syscall: v.literal('listen'),
  port: v.optional(v.number()),
});

/** What went wrong, in plain words; only an internal error has a stack trace. */
export const explain = (error: unknown): string => {
  if (!Error.isError(error)) return String(error);
  return INTERNAL.some((Internal) => error instanceof Internal)
    ? String(error.stack)
    : error.message;
};

/** Why the bank did not start, and which option helps. */
export const explainStart = (
  error: unknown,
  { awsPort, host }: Pick<Arguments, 'awsPort' | 'host'>,
): string => {
  if (error instanceof StateInUse) {
    return `${error.message}. Stop it, or choose another directory with --state.`;
  }
  if (error instanceof StateUnusable) return `${error.message}. Choose another with --state.`;
  if (isDiskFull(error))
    return `The disk is full. Free up space, or choose another directory with --state.`;
  const cause = Error.isError(error) && error.cause;
  const failed = [error, cause].find((each) => v.is(ListenError, each));
  if (!v.is(ListenError, failed)) return explain(error);
  const { code, port } = failed;
  if (code !== 'EADDRINUSE' && code !== 'EACCES') {
    return `${host} is not an address of this machine. Choose another with --host.`;
  }
  const why = code === 'EADDRINUSE' ? 'is in use' : 'is not permitted';
  return `Port ${port ?? ''} ${why}. Choose another with ${port === awsPort ? '--aws-port' : '--port'}.`;
};
