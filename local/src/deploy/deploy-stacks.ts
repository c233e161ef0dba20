import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Arguments } from './read-arguments.ts';

const CLI = fileURLToPath(import.meta.resolve('serverless/bin/serverless.js'));

/** Deploys the stacks one after the other; of a failure it says what is deployed and how to go on. */
export const deployStacks = async (root: string, asked: Arguments): Promise<void> => {
  for (const [index, stack] of asked.only.entries()) {
    console.log(`\n${stack}-service, stage ${asked.stage}, ${asked.region}`);
    if (await runServerless(path.join(root, `${stack}-service`), asked)) continue;
    const done = asked.only.slice(0, index);
    const left = asked.only.slice(index);
    throw new Error(
      `${stack}-service is not deployed; what went wrong is above. ` +
        `Deployed: ${done.join(', ') || 'none'}. Go on with: ./deploy.sh ${goOn(asked, left)}`,
    );
  }
};

const runServerless = async (cwd: string, { stage, region, profile }: Arguments) => {
  const options = ['--stage', stage, '--region', region, '--verbose'];
  if (profile !== undefined) options.push('--aws-profile', profile);
  const child = spawn(process.execPath, [CLI, 'deploy', ...options], { cwd, stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
};

const goOn = ({ stage, region, profile }: Arguments, left: readonly string[]) =>
  [
    `--only ${left.join(',')} --stage ${stage} --region ${region}`,
    ...(profile === undefined ? [] : [`--profile ${profile}`]),
  ].join(' ');
