import type { BucketStore } from '../stacks/bucket-store.ts';
import { nameOf } from '../stacks/check-stacks.ts';
import { readArguments, type Stack } from '../read-arguments.ts';
import type { Outcome } from '../stacks/run-framework.ts';
import type { DeployedStack, StackStore } from '../stacks/stack-store.ts';
import type { TableStore } from '../stacks/table-store.ts';

export const asked = (...argv: string[]) => readArguments(argv, {});

/** An account with stacks and buckets, in which the framework does what `outcomes` says, or succeeds. */
export const createFakeCloud = (command: 'deploy' | 'remove') => {
  const states = new Map<string, string>();
  const objects = new Map<string, string[]>();
  /** The rows of each table. */
  const rows = new Map<string, number>();
  const outcomes = new Map<string, [outcome: Outcome, state: string]>();
  const log: string[] = [];

  const stacks: StackStore = {
    find: async (names) =>
      [...states]
        .filter(([name]) => names.includes(name))
        .map(([name, status]): DeployedStack => ({ name, status, outputs: [] })),
    bucketsOf: async (name) => [...objects.keys()].filter((bucket) => bucket.startsWith(name)),
    tablesOf: async (name) => [...rows.keys()].filter((table) => table.startsWith(name)),
  };
  const buckets: BucketStore = {
    exists: async (name) => objects.has(name),
    isEmpty: async (name) => (objects.get(name) ?? []).length === 0,
    empty: async (name) => {
      log.push(`empty ${name}`);
      objects.set(name, []);
    },
  };
  const tables: TableStore = {
    exists: async (name) => rows.has(name),
    isEmpty: async (name) => rows.get(name) === 0,
    remove: async (name) => {
      if (rows.delete(name)) log.push(`delete ${name}`);
    },
  };
  const run = async (stack: Stack): Promise<Outcome> => {
    const name = nameOf(stack, { stage: 'dev' });
    log.push(`${command} ${stack}`);
    const [outcome, state] = outcomes.get(stack) ?? ['done', 'CREATE_COMPLETE'];
    if (command === 'remove' && outcome === 'done') states.delete(name);
    else states.set(name, state);
    return outcome;
  };
  const say = (line: string) => void log.push(line);
  const { signal } = new AbortController();
  return {
    account: '123456789012',
    signal,
    states,
    objects,
    rows,
    outcomes,
    log,
    stacks,
    buckets,
    tables,
    run,
    say,
  };
};
