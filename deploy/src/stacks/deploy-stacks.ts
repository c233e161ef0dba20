import { commandFor, nameOf, whyNotDeployable } from './check-stacks.ts';
import type { BucketStore } from './bucket-store.ts';
import { keptTables } from './kept-tables.ts';
import type { Arguments, Stack } from '../read-arguments.ts';
import type { Outcome } from './run-framework.ts';
import type { DeployedStack, StackStore } from './stack-store.ts';
import type { TableStore } from './table-store.ts';

type CheckPorts = {
  account: string;
  stacks: Pick<StackStore, 'find'>;
  buckets: Pick<BucketStore, 'exists'>;
  tables: Pick<TableStore, 'exists'>;
};

type DeployPorts = {
  stacks: Pick<StackStore, 'find'>;
  run: (stack: Stack) => Promise<Outcome>;
};

/** Passes if nothing that exists stands in the way; otherwise throws a one-line reason. */
export const checkDeployable = async (asked: Arguments, ports: CheckPorts): Promise<void> => {
  const names = ['video' as const, ...asked.only].map((stack) => nameOf(stack, asked));
  const found = await ports.stacks.find(names);
  const there = (stack: Stack) => found.find(({ name }) => name === nameOf(stack, asked));
  for (const stack of asked.only) {
    const deployed = there(stack);
    const reason = deployed && whyNotDeployable(stack, deployed, asked);
    if (reason !== undefined) throw new Error(reason);
  }
  const needsVideo = !asked.only.includes('video');
  if (needsVideo && !there('video')) {
    throw new Error(
      `${nameOf('video', asked)} does not exist in ${asked.region}, and the other stacks import from it. First run: ${commandFor(asked, ['video'])}`,
    );
  }
  if (!needsVideo && !there('video')) await checkBucketNames(asked, ports);
  for (const stack of asked.only) if (!there(stack)) await checkTableNames(stack, asked, ports);
};

// The names in video-service/resources/buckets.yml.
const checkBucketNames = async ({ stage }: Arguments, { account, buckets }: CheckPorts) => {
  for (const kind of ['source', 'render']) {
    const name = `video-service-${stage}-${kind}-${account}`;
    if (!(await buckets.exists(name))) continue;
    throw new Error(
      `The bucket name ${name} is in use, by this stage in another region or by a bucket that was kept. Choose another --stage, or delete that bucket.`,
    );
  }
};

const checkTableNames = async (stack: Stack, asked: Arguments, { tables }: CheckPorts) => {
  for (const name of keptTables(stack, asked)) {
    if (!(await tables.exists(name))) continue;
    throw new Error(
      `The table ${name} was kept when its stack was removed. Choose another --stage, or delete it: aws dynamodb delete-table --table-name ${name} --region ${asked.region}`,
    );
  }
};

/** Deploys the stacks one after the other; after a failure, reports what is deployed and how to continue. */
export const deployStacks = async (asked: Arguments, ports: DeployPorts): Promise<void> => {
  for (const [index, stack] of asked.only.entries()) {
    const outcome = await ports.run(stack);
    if (outcome === 'done') continue;
    const done = asked.only.slice(0, index);
    const left = commandFor(asked, asked.only.slice(index));
    throw new Error(
      `${await explain(stack, outcome, asked, ports)}\nDeployed: ${done.join(', ') || 'none'}.\nContinue with: ${left}`,
    );
  }
};

const explain = async (stack: Stack, outcome: Outcome, asked: Arguments, ports: DeployPorts) => {
  const name = nameOf(stack, asked);
  if (outcome === 'stopped') {
    return `Stopped while deploying ${name}. AWS finishes what it has started.`;
  }
  const [found] = await ports.stacks.find([name]);
  const next = found && nextStep(stack, found, asked);
  return [`${name} is not deployed; the error is shown above.`, ...(next ? [next] : [])].join('\n');
};

const nextStep = (stack: Stack, found: DeployedStack, asked: Arguments) =>
  whyNotDeployable(stack, found, asked) ?? 'The previous version is still running.';
