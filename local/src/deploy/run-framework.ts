import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Arguments } from './read-arguments.ts';

const CLI = fileURLToPath(import.meta.resolve('serverless/bin/serverless.js'));

export type Outcome = 'done' | 'failed' | 'stopped';

/** Runs the framework in the stack's directory, in sight; Ctrl-C ends it first, and then is an outcome. */
export const runFramework = async (
  command: 'deploy' | 'remove',
  cwd: string,
  { stage, region, profile }: Pick<Arguments, 'stage' | 'region' | 'profile'>,
): Promise<Outcome> => {
  const options = ['--stage', stage, '--region', region];
  if (profile !== undefined) options.push('--aws-profile', profile);
  const child = spawn(process.execPath, [CLI, command, ...options], { cwd, stdio: 'inherit' });
  const stopped = new AbortController();
  const stop = () => {
    stopped.abort();
    child.kill('SIGTERM');
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    if (stopped.signal.aborted) return 'stopped';
    return code === 0 ? 'done' : 'failed';
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
};
