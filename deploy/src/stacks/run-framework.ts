import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Arguments } from '../read-arguments.ts';

const CLI = fileURLToPath(import.meta.resolve('serverless/bin/serverless.js'));

export type Outcome = 'done' | 'failed' | 'stopped';

/** Runs the framework in the stack's directory, with visible output, and stops it when the signal aborts. */
export const runFramework = async (
  command: 'deploy' | 'remove',
  cwd: string,
  { stage, region, profile }: Pick<Arguments, 'stage' | 'region' | 'profile'>,
  signal: AbortSignal,
): Promise<Outcome> => {
  const isStopped = () => signal.aborted;
  if (isStopped()) return 'stopped';
  const options = ['--stage', stage, '--region', region];
  if (profile !== undefined) options.push('--aws-profile', profile);
  const child = spawn(process.execPath, [CLI, command, ...options], { cwd, stdio: 'inherit' });
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop);
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    if (isStopped()) return 'stopped';
    return code === 0 ? 'done' : 'failed';
  } finally {
    signal.removeEventListener('abort', stop);
  }
};
