import type { Arguments } from '../read-arguments.ts';
import type { DeployedStack } from './stack-store.ts';

/** The stack's name in CloudFormation. */
export const nameOf = (stack: string, { stage }: Pick<Arguments, 'stage'>) =>
  `${stack}-service-${stage}`;

/** The command that repeats this for these stacks, with the same options. */
export const commandFor = (
  { stage, region, profile, own }: Pick<Arguments, 'stage' | 'region' | 'profile' | 'own'>,
  stacks: readonly string[],
  remove = false,
) =>
  [
    `./deploy.sh${remove ? ' --remove' : ''} --only ${stacks.join(',')}`,
    `--stage ${stage} --region ${region}`,
    ...(profile === undefined ? [] : [`--profile ${quoted(profile)}`]),
    ...(own && !remove ? [`--ffmpeg ${quoted(own.ffmpeg)} --ffprobe ${quoted(own.ffprobe)}`] : []),
  ].join(' ');

// For a shell, where the value needs it.
const quoted = (value: string) =>
  /^[\w./-]+$/u.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;

// States that CloudFormation cannot update.
const DEAD = new Set([
  'CREATE_FAILED',
  'DELETE_FAILED',
  'REVIEW_IN_PROGRESS',
  'ROLLBACK_COMPLETE',
  'ROLLBACK_FAILED',
]);

/** Why the stack cannot be deployed, and what to do; undefined if it can. */
export const whyNotDeployable = (
  stack: string,
  { name, status }: DeployedStack,
  asked: Arguments,
): string | undefined => {
  if (DEAD.has(status)) {
    return `${name} is in state ${status} and can only be removed. Run: ${commandFor(asked, [stack], true)}`;
  }
  if (status.endsWith('_IN_PROGRESS')) return busy(name, status);
  if (status !== 'UPDATE_ROLLBACK_FAILED') return undefined;
  return `${name} is in state ${status}. First run: aws cloudformation continue-update-rollback --stack-name ${name} --region ${asked.region}`;
};

/** Why the stack cannot be removed now; undefined if it can. */
export const whyNotRemovable = ({ name, status }: DeployedStack): string | undefined =>
  status.endsWith('_IN_PROGRESS') && !DEAD.has(status) ? busy(name, status) : undefined;

const busy = (name: string, status: string) =>
  `${name} is being changed (${status}). Wait until it is done, then run this command again.`;
